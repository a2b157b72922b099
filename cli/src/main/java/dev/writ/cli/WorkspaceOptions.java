package dev.writ.cli;

import dev.writ.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Where somebody may work, and what is granted there without asking. */
final class WorkspaceOptions {
    @Option(names = "--workspace", paramLabel = "DIR", description = "The folder to work in.")
    @Nullable
    Path workspace;

    @Option(
            names = "--allow",
            paramLabel = "WHAT",
            split = ",",
            description = "Grant without asking: edit, run, commit (comma-separated).")
    List<String> allow = List.of();

    /** The folder from the root on: what a relative path means, the server cannot know. */
    Optional<String> folder() {
        return Optional.ofNullable(workspace)
                .map(path -> path.toAbsolutePath().normalize().toString());
    }

    List<String> allowed() {
        return allow.stream().map(String::strip).toList();
    }

    /** Puts both into the body of a request. */
    void addTo(ObjectNode body) {
        folder().ifPresent(path -> body.put("workspace", path));
        body.set("allow", Json.array(allowed()));
    }
}
