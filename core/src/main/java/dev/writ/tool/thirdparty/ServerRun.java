package dev.writ.tool.thirdparty;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One run of a server, from its start: it counts as started once it has said what it offers. Hears what the server does by
 * itself until it ends.
 */
final class ServerRun implements ServerStarter.Listener {
    private final Consumer<List<ObjectNode>> learned;
    private final BiConsumer<ServerRun, Failure> ended;
    private final ServerNotes notes;
    private final AtomicReference<@Nullable ServerConnection> connection = new AtomicReference<>();

    /**
     * @param learned is told what it offers, again whenever that changes
     * @param ended is told when it ends without being asked to
     * @param notes get what it said, where it did not come up
     */
    ServerRun(Consumer<List<ObjectNode>> learned, BiConsumer<ServerRun, Failure> ended, ServerNotes notes) {
        this.notes = notes;
        this.learned = learned;
        this.ended = ended;
    }

    /** @throws WritException where it does not come up; nothing of it is left then */
    ServerConnection start(ServerStarter starter, ServerSettings settings) throws InterruptedException {
        ServerConnection started;
        try {
            started = starter.start(settings, this);
        } catch (WritException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new WritException(
                    Failure.of(
                            FailureCode.UNAVAILABLE,
                            "The server " + settings.name() + " could not be started: " + e + ".",
                            "See `writ servers logs " + settings.name() + "`."),
                    e);
        }
        try {
            learned.accept(started.definitions());
            connection.set(started);
            return started;
        } catch (InterruptedException | RuntimeException e) {
            notes.addAll(started.log());
            started.close();
            throw e;
        }
    }

    @Override
    public void said(List<String> lines) {
        notes.addAll(lines);
    }

    @Override
    public void toolsChanged() {
        ServerConnection own = connection.get();
        try {
            if (own != null) {
                learned.accept(own.definitions());
            }
        } catch (WritException e) {
            ended(e.failure());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void ended(Failure why) {
        ended.accept(this, why);
    }
}
