package dev.writ.mcp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SoakTest {
    /** A session that is kept costs several kilobytes. */
    private static final int LEAK = 200;

    @Test
    void nothingRemainsOfThousandsOfSessions() throws InterruptedException {
        Soak.Measured measured = Soak.run(6000);
        assertThat(measured.left()).isZero();
        assertThat(measured.bytesPerSession()).isLessThan(LEAK);
    }
}
