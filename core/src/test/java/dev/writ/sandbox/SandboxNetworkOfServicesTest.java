package dev.writ.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.writ.Redacted;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The same for services, whose way to hosts is there as long as they are. */
class SandboxNetworkOfServicesTest extends SandboxNetworkTest {
    @Override
    CommandResult run(String text) throws Exception {
        SandboxedService service = new SandboxedService(
                "tested",
                List.of("sh", "-c", text),
                Map.of(),
                List.of(),
                List.of(box.workspace().root()),
                List.of(granted()),
                Optional.empty(),
                TestingSandbox.SMALL);
        try (RunningService running = box.sandbox().start(service)) {
            running.input().close();
            String output = new String(running.output().readNBytes(1 << 20), UTF_8);
            return new CommandResult(
                    running.ended().get(20, TimeUnit.SECONDS),
                    Redacted.of(output),
                    running.log().text(),
                    false,
                    false,
                    Duration.ZERO,
                    running.network(),
                    running.layers());
        }
    }
}
