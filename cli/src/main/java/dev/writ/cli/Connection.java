package dev.writ.cli;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * Work at a server that goes on at the next one if the server goes away: at the same one once it was started again, or, on
 * the same data folder, in one that is started here where none comes back.
 */
final class Connection {
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration SHORT = Duration.ofSeconds(5);
    private static final int MOST_SHORT = 5;

    private final GlobalOptions options;
    private final Terminal terminal;

    Connection(GlobalOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    /**
     * Does the work, from its beginning again wherever the server was lost.
     *
     * @throws WritException as the work does, but for a lost server only when none is to be had
     */
    <T> T with(Function<Session, T> work) {
        Optional<Session> next = Optional.empty();
        int shortOnes = 0;
        while (true) {
            Instant begin = Instant.now();
            try (Session session = next.orElseGet(() -> Session.open(options))) {
                return work.apply(session);
            } catch (WritException e) {
                boolean brief = Duration.between(begin, Instant.now()).compareTo(SHORT) < 0;
                shortOnes = brief ? shortOnes + 1 : 0;
                if (!isLoss(e) || shortOnes == MOST_SHORT) {
                    throw e;
                }
                next = again(e);
            }
        }
    }

    /** A server that was started again on the same data folder has another token. */
    private boolean isLoss(WritException e) {
        FailureCode code = e.failure().code();
        return code == FailureCode.UNAVAILABLE || (code == FailureCode.UNAUTHENTICATED && options.server == null);
    }

    /** The server, once it is back; empty where one is to be started here. */
    private Optional<Session> again(WritException lost) {
        terminal.message(terminal.dim("The server went away; waiting for it to come back."));
        Instant latest = Instant.now().plus(options.server == null ? GRACE : PATIENCE);
        while (Instant.now().isBefore(latest)) {
            Optional<Session> back = Session.again(options);
            if (back.isPresent()) {
                terminal.message(terminal.dim("It is back; going on."));
                return back;
            }
            LockSupport.parkNanos(POLL.toNanos());
            if (Thread.currentThread().isInterrupted()) {
                throw lost;
            }
        }
        if (options.server != null) {
            throw lost;
        }
        terminal.message(terminal.dim("It did not come back; going on here."));
        return Optional.empty();
    }
}
