package dev.writ.server.api;

import dev.writ.WritException;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.HttpToken;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Keeps clients that stop in the middle of a request, go before its answer, or send no HTTP out of the log: the HTTP server
 * writes a stack trace for each, so that anybody could fill the disk with them.
 */
final class ClientMistakes implements Filter {
    /** Held here, since a logger that nobody holds forgets its filter. */
    private static final List<Logger> LOGGERS = Stream.of(
                    "io.helidon.webserver.http1.Http1Connection", "io.helidon.webserver.http.ErrorHandlers")
            .map(Logger::getLogger)
            .toList();

    private ClientMistakes() {}

    static void areNotLogged() {
        LOGGERS.forEach(logger -> logger.setFilter(new ClientMistakes()));
    }

    @Override
    public boolean isLoggable(LogRecord entry) {
        for (Throwable thrown = entry.getThrown(); thrown != null; thrown = thrown.getCause()) {
            if (isOfClient(thrown)) {
                return false;
            }
        }
        return true;
    }

    /** A refusal that could not be delivered is none of the server's faults either. */
    private static boolean isOfClient(Throwable thrown) {
        return thrown instanceof DataReader.InsufficientDataAvailableException
                || thrown instanceof IOException
                || thrown instanceof WritException
                || (thrown instanceof IllegalArgumentException && isAboutToken(thrown));
    }

    private static boolean isAboutToken(Throwable thrown) {
        return Arrays.stream(thrown.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(HttpToken.class.getName()));
    }
}
