package dev.writ.tool;

/** Stops running calls as the gateway does, for tests of one tool server alone. */
public final class TestingStops {
    private TestingStops() {}

    public static void stop(AuthorizedCall call, String reason) {
        call.stop(reason);
    }
}
