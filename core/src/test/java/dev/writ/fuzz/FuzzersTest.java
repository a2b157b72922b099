package dev.writ.fuzz;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.writ.tool.git.RefspecFuzzer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The short run of every fuzzer: inputs that once mattered, one a line in {@code inputs.txt}, and a fixed number of
 * mutations of them. {@code ./writ fuzz} is the long one, with Jazzer looking for new ways through the code.
 */
class FuzzersTest {
    private static final int MUTATIONS = 20_000;

    /** A fuzzer's entry. */
    @FunctionalInterface
    interface Target {
        void run(byte[] data);
    }

    static Stream<Arguments> targets() {
        return Stream.of(
                arguments("path", (Target) PathFuzzer::fuzzerTestOneInput),
                arguments("scope", (Target) ScopeFuzzer::fuzzerTestOneInput),
                arguments("sql", (Target) SqlFuzzer::fuzzerTestOneInput),
                arguments("arguments", (Target) ArgumentsFuzzer::fuzzerTestOneInput),
                arguments("refspec", (Target) RefspecFuzzer::fuzzerTestOneInput));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("targets")
    void everyInvariantHolds(String name, Target target) throws IOException {
        List<byte[]> inputs = inputs();
        inputs.forEach(target::run);
        Random random = new Random(name.hashCode());
        for (int i = 0; i < MUTATIONS; i++) {
            target.run(mutated(inputs, random));
        }
    }

    private static List<byte[]> inputs() throws IOException {
        try (InputStream file = Objects.requireNonNull(FuzzersTest.class.getResourceAsStream("inputs.txt"))) {
            List<byte[]> inputs = new ArrayList<>();
            new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.getBytes(StandardCharsets.UTF_8))
                    .forEach(inputs::add);
            return inputs;
        }
    }

    /** Parts of two inputs after each other, with some bytes changed. */
    private static byte[] mutated(List<byte[]> inputs, Random random) {
        byte[] one = inputs.get(random.nextInt(inputs.size()));
        byte[] other = inputs.get(random.nextInt(inputs.size()));
        int head = random.nextInt(one.length + 1);
        int tail = random.nextInt(other.length + 1);
        byte[] data = new byte[head + other.length - tail];
        System.arraycopy(one, 0, data, 0, head);
        System.arraycopy(other, tail, data, head, other.length - tail);
        for (int changes = random.nextInt(4); changes > 0 && data.length > 0; changes--) {
            data[random.nextInt(data.length)] =
                    (byte) (random.nextBoolean() ? random.nextInt(256) : 32 + random.nextInt(95));
        }
        return data;
    }
}
