package dev.writ.server.telemetry;

import io.opentelemetry.sdk.common.CompletableResultCode;

/** Why something was not sent. */
final class Reason {
    private Reason() {}

    static String of(CompletableResultCode result) {
        Throwable thrown = result.getFailureThrowable();
        if (thrown == null) {
            return "it refuses";
        }
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage() == null ? "" : ": " + cause.getMessage();
        return cause.getClass().getSimpleName() + message;
    }
}
