package dev.writ.recovery;

import dev.writ.Json;
import dev.writ.process.ProcessRun;
import dev.writ.tool.message.MessageType;
import dev.writ.tool.message.NewMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.node.ObjectNode;

/** Asks a person about an incident, and waits without a thread until they answer or close it. Used by one run. */
final class Asking {
    /** So often one person is asked about one incident. */
    static final int MOST = 4;

    private static final String SOLVED = "It is solved";
    private static final String LEAVE = "Leave it as it is";
    private static final String TRY = "Try: ";

    private final Recovery parts;
    private final ProcessRun run;
    private final String incident;

    Asking(Recovery parts, ProcessRun run, String incident) {
        this.parts = parts;
        this.run = run;
        this.incident = incident;
    }

    /** What the person said. */
    sealed interface Answer {
        /** The incident was closed meanwhile. */
        record Closed() implements Answer {}

        /** Nobody answered in time. */
        record None() implements Answer {}

        record LeaveIt() implements Answer {}

        record Solved(String words) implements Answer {}

        record Try(Way way) implements Answer {}
    }

    Answer ask(int round, List<Way> order) {
        String message = run.stepWriting("ask:" + round, String.class, transaction -> {
            Incident now = Incidents.require(transaction.handle(), incident);
            if (now.endedAt().isPresent()) {
                return "";
            }
            String id = parts.outbox()
                    .post(
                            transaction,
                            new NewMessage(
                                    "incident:" + incident + ":" + round,
                                    run.task().id(),
                                    run.task().tree(),
                                    "recovery_agent",
                                    MessageType.QUESTION,
                                    question(now, order),
                                    Optional.of(parts.clock()
                                            .instant()
                                            .plus(parts.limits().answer()))));
            parts.book().asked(transaction, now, id);
            return id;
        });
        if (message.isEmpty()) {
            return new Answer.Closed();
        }
        run.until(
                "answered:" + round,
                handle -> IncidentBook.hasEnded(handle, incident)
                        || !state(handle, message).equals("asked"));
        String answer = run.stepWriting("answer:" + round, String.class, transaction -> {
            Incident now = Incidents.require(transaction.handle(), incident);
            if (now.endedAt().isPresent()) {
                return "closed";
            }
            if (!state(transaction.handle(), message).equals("answered")) {
                return "none";
            }
            String words = transaction
                    .handle()
                    .createQuery("SELECT answer FROM user_messages WHERE id = :id")
                    .bind("id", message)
                    .mapTo(String.class)
                    .one();
            parts.book().answered(transaction, now, words);
            return "said:" + words;
        });
        return read(answer);
    }

    private static Answer read(String answer) {
        if (answer.equals("closed")) {
            return new Answer.Closed();
        }
        if (answer.equals("none")) {
            return new Answer.None();
        }
        String words = answer.substring("said:".length()).strip();
        if (words.equalsIgnoreCase(LEAVE)) {
            return new Answer.LeaveIt();
        }
        if (words.startsWith(TRY)) {
            Optional<Way> way = Way.parse(words.substring(TRY.length()).strip().replace(' ', '_'));
            if (way.isPresent() && way.get() != Way.ASK_PERSON) {
                return new Answer.Try(way.get());
            }
        }
        return new Answer.Solved(words);
    }

    private static ObjectNode question(Incident now, List<Way> order) {
        List<String> options = new ArrayList<>(List.of(SOLVED));
        Way.waysFor(now.sign()).stream()
                .filter(way -> way != Way.ASK_PERSON)
                .forEach(way -> options.add(TRY + RecoveryProcess.words(way)));
        options.add(LEAVE);
        String tried = now.attempts() == 0
                ? order.size() == 1 && options.size() > 2
                        ? " It keeps coming back, so nothing was tried by itself."
                        : " Nothing can be done about it without you."
                : " Tried so far: " + now.attempts() + (now.attempts() == 1 ? " action" : " actions")
                        + ", and it is not over.";
        ObjectNode content = Json.object()
                .put("question", "Incident " + now.id() + " (" + now.title() + "). " + now.cause() + tried)
                .put("incident", now.id());
        content.set("options", Json.array(options));
        return content;
    }

    private static String state(Handle handle, String message) {
        return handle.createQuery("SELECT state FROM user_messages WHERE id = :id")
                .bind("id", message)
                .mapTo(String.class)
                .findOne()
                .orElse("");
    }
}
