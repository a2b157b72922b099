package dev.writ.tool;

import java.util.List;

/** What the gateway does to a running call, for tests of one tool server alone. */
public final class TestingStops {
    private TestingStops() {}

    public static void stop(AuthorizedCall call, String reason) {
        call.stop(reason);
    }

    public static List<String> layers(AuthorizedCall call) {
        return call.layers();
    }
}
