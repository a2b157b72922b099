package dev.writ.insight.anomaly;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.store.Transaction;
import dev.writ.tool.message.MessageType;
import dev.writ.tool.message.NewMessage;
import dev.writ.tool.message.Outbox;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/** Alerts as warnings of Writ itself, on the routes that warnings take. */
public final class MessageAlerts implements Anomalies.Alerts {
    private static final Logger LOG = System.getLogger(MessageAlerts.class.getName());

    private final Outbox outbox;

    public MessageAlerts(Outbox outbox) {
        this.outbox = outbox;
    }

    @Override
    public void alert(Transaction transaction, Anomaly anomaly) {
        Finding finding = anomaly.finding();
        String suspended = anomaly.reactions().contains(Reaction.SUSPEND_AGENT)
                ? " The agent is suspended until you have looked."
                : anomaly.reactions().contains(Reaction.SUSPEND_GRANT)
                        ? " The grant is suspended until you have looked."
                        : "";
        try {
            outbox.post(
                    transaction,
                    new NewMessage(
                            "",
                            finding.subject().task(),
                            finding.subject().tree(),
                            "",
                            MessageType.WARNING,
                            Json.object()
                                    .put(
                                            "title",
                                            "Out of the ordinary: "
                                                    + finding.kind().id())
                                    .put("text", finding.explanation() + suspended)
                                    .put("anomaly", anomaly.id()),
                            Optional.empty()));
        } catch (WritException e) {
            if (e.failure().code() != FailureCode.LIMIT_REACHED) {
                throw e;
            }
            // The anomaly is on record and shown; a request that sent a thousand messages gets no more through.
            LOG.log(Level.WARNING, "no alert for " + anomaly.id() + ": " + e.getMessage());
        }
    }
}
