package dev.writ.server.telemetry;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/**
 * The ids of traces and spans, made of the ids that Writ gives anyway. So the parts of a trace find each other whoever writes
 * them and in whatever order, before and after a restart, and nothing need be remembered or handed on.
 */
final class TraceIds {
    private static final int TRACE_DIGITS = 32;
    private static final int SPAN_DIGITS = 16;
    private static final String TASK_PREFIX = "task_";

    private TraceIds() {}

    /** That of everything done for one request. */
    static String trace(String tree) {
        return digits("trace:" + tree, TRACE_DIGITS);
    }

    /** The span around a request as a whole. */
    static String request(String tree) {
        return digits("request:" + tree, SPAN_DIGITS);
    }

    static String task(String task) {
        return digits("task:" + task, SPAN_DIGITS);
    }

    /** A call at the gateway, by its idempotency key. */
    static String call(String call) {
        return started(
                UUID.nameUUIDFromBytes(call.getBytes(StandardCharsets.UTF_8)).toString());
    }

    /** The call that started a task; a task that a call starts has the call's id in its own. */
    static String callThatStarted(String task) {
        return started(task.substring(TASK_PREFIX.length()));
    }

    /** Whether a call of an agent started the task. */
    static boolean isStartedByCall(String task) {
        return task.matches(TASK_PREFIX + "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    }

    private static String started(String uuid) {
        return digits("call:" + uuid, SPAN_DIGITS);
    }

    static String model(String modelCall) {
        return digits("model:" + modelCall, SPAN_DIGITS);
    }

    /** Whether a trace is among the part that is sent: the same answer wherever it is asked. */
    static boolean isSampled(String trace, double part) {
        long place = Long.parseUnsignedLong(trace.substring(SPAN_DIGITS), 16) >>> 1;
        return part >= 1 || place < part * Long.MAX_VALUE;
    }

    private static String digits(String name, int digits) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, digits / 2);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
