package dev.writ.cli;

import dev.writ.FailureCode;
import tools.jackson.databind.JsonNode;

/** What the process tells the shell. */
final class ExitCode {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int TASK_FAILED = 3;
    static final int UNAUTHENTICATED = 4;
    static final int NOT_APPROVED = 5;
    static final int TIMED_OUT = 6;
    static final int INTERRUPTED = 130;

    private ExitCode() {}

    /** The exit code for what came of a task, from its report. */
    static int of(JsonNode report) {
        if (report.path("status").asString().equals("completed")) {
            return OK;
        }
        String code = report.path("error").path("code").asString("");
        return code.equals("approval_denied") || code.equals("approval_expired") ? NOT_APPROVED : TASK_FAILED;
    }

    /** The exit code for a failure of a command. */
    static int of(FailureCode code) {
        return switch (code) {
            case INVALID_ARGUMENTS, INVALID_JSON, WORKSPACE_UNUSABLE -> USAGE;
            case UNAUTHENTICATED -> UNAUTHENTICATED;
            case APPROVAL_DENIED, APPROVAL_EXPIRED -> NOT_APPROVED;
            case TIMED_OUT -> TIMED_OUT;
            default -> FAILED;
        };
    }
}
