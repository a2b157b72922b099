package dev.writ.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes of a fuzzer as text: what begins with a zero byte is UTF-16, so that broken surrogates come up as well. */
public final class FuzzText {
    private FuzzText() {}

    public static String of(byte[] data) {
        return data.length > 0 && data[0] == 0
                ? new String(Arrays.copyOfRange(data, 1, data.length), StandardCharsets.UTF_16BE)
                : new String(data, StandardCharsets.UTF_8);
    }

    /** An invariant that holds for every input. */
    public static void require(boolean holds, String invariant, Object input) {
        if (!holds) {
            throw new AssertionError(invariant + ": " + input);
        }
    }
}
