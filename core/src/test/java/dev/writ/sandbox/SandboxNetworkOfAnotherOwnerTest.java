package dev.writ.sandbox;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;

/** The same where the administrator runs commands in a workspace of an ordinary user. */
class SandboxNetworkOfAnotherOwnerTest extends SandboxNetworkTest {
    private static final int SOMEBODY = 61234;

    @Override
    void prepare() throws IOException {
        assumeTrue(BoxOwner.runsAsAdministrator(), "only the administrator can give files away");
        Files.setAttribute(box.workspace().root(), "unix:uid", SOMEBODY);
        Files.setAttribute(box.workspace().root(), "unix:gid", SOMEBODY);
        Files.setPosixFilePermissions(
                box.workspace().root().getParent(),
                java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
