package dev.writ.sandbox;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The same where the administrator runs commands in a workspace of an ordinary user. */
class SandboxIsolationOfAnotherOwnerTest extends SandboxIsolationTest {
    private static final int SOMEBODY = 61234;

    @Override
    void prepare() throws IOException {
        assumeTrue(BoxOwner.runsAsAdministrator(), "only the administrator can give files away");
        List<Path> all;
        try (Stream<Path> paths = Files.walk(box.workspace().root())) {
            all = paths.toList();
        }
        for (Path path : all) {
            Files.setAttribute(path, "unix:uid", SOMEBODY);
            Files.setAttribute(path, "unix:gid", SOMEBODY);
        }
    }
}
