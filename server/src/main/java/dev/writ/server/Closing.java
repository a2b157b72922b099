package dev.writ.server;

import java.util.List;

/** The end of several things, one after the other: that one of them does not end well keeps none after it open. */
final class Closing {
    private Closing() {}

    /** @throws RuntimeException what the first one threw that threw anything, with what others threw as suppressed */
    static void inOrder(Runnable... steps) {
        RuntimeException first = null;
        for (Runnable step : List.of(steps)) {
            try {
                step.run();
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
