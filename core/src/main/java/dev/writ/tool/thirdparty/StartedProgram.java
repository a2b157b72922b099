package dev.writ.tool.thirdparty;

import dev.writ.sandbox.RunningService;
import java.util.ArrayList;
import java.util.List;

/** The program of a server, as it runs in the sandbox. */
record StartedProgram(RunningService service) implements AutoCloseable {
    List<String> layers() {
        return service.layers();
    }

    /** What it wrote on its error stream, and, once it has ended, how. */
    List<String> log() {
        List<String> lines = new ArrayList<>(service.log().text().text().lines().toList());
        service.exitCode().ifPresent(code -> lines.add("(ended with exit code " + code + ")"));
        return List.copyOf(lines);
    }

    @Override
    public void close() {
        service.close();
    }
}
