package dev.writ.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The same for services: one that may only read the folder stands for the profile that only looks. */
class SandboxIsolationOfServicesTest extends SandboxIsolationTest {
    @Override
    Outcome run(SandboxProfile profile, String text) throws Exception {
        List<Path> folder = List.of(box.workspace().root());
        SandboxedService service =
                switch (profile) {
                    case READ_ONLY -> box.service(folder, List.of(), "sh", "-c", text);
                    case FULL -> box.service(List.of(), folder, "sh", "-c", text);
                };
        try (RunningService running = box.sandbox().start(service)) {
            running.input().close();
            String output = new String(running.output().readNBytes(1 << 20), UTF_8);
            return new Outcome(running.ended().get(20, TimeUnit.SECONDS), output);
        }
    }

    /** A service may use Unix sockets, those in its folders too. */
    @Override
    boolean mustFail(SandboxProfile profile, EscapeAttempt attempt) {
        return super.mustFail(profile, attempt) && !attempt.name().equals("connect to a Unix socket in the workspace");
    }
}
