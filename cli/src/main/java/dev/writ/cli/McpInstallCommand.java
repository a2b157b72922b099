package dev.writ.cli;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code writ mcp install}: the entry by which a client finds Writ. */
@Command(
        name = "install",
        description = "Print the entry for an MCP client, or put it into the client's settings with --write.",
        mixinStandardHelpOptions = true)
final class McpInstallCommand implements Callable<Integer> {
    @Mixin
    GlobalOptions options = new GlobalOptions();

    @Parameters(paramLabel = "CLIENT", description = "One of: ${COMPLETION-CANDIDATES}.")
    McpClient client = McpClient.OTHER;

    @Mixin
    WorkspaceOptions place = new WorkspaceOptions();

    @Option(names = "--write", description = "Put the entry into the client's settings; the rest of them stays.")
    boolean write;

    /** Where clients keep what is the user's. */
    Path home = Path.of(System.getProperty("user.home"));

    @Override
    public Integer call() {
        Terminal terminal = options.terminal();
        if (!write) {
            client.settings(home).ifPresent(file -> terminal.message("For " + file + ":"));
            ObjectNode settings = Json.object();
            settings.putObject(client.section()).set("writ", entry());
            terminal.data(Json.writePretty(settings));
            return ExitCode.OK;
        }
        Path file = client.settings(home)
                .orElseThrow(() -> new WritException(
                        FailureCode.INVALID_ARGUMENTS,
                        "It is not known where this client keeps its settings.",
                        "Leave --write out, and put what is printed there yourself."));
        install(file);
        terminal.message("Written to " + file + ". Restart the client to use it.");
        return ExitCode.OK;
    }

    private ObjectNode entry() {
        List<String> arguments = new ArrayList<>();
        // Where all of Writ is one jar, the launcher is Java.
        String jar = System.getProperty("writ.launcher.jar", "");
        if (!jar.isEmpty()) {
            arguments.addAll(List.of("-jar", jar));
        }
        arguments.add("mcp");
        place.folder().ifPresent(folder -> arguments.addAll(List.of("--workspace", folder)));
        if (!place.allowed().isEmpty()) {
            arguments.addAll(List.of("--allow", String.join(",", place.allowed())));
        }
        ObjectNode entry = Json.object().put("command", System.getProperty("writ.launcher", "writ"));
        entry.set("args", Json.array(arguments));
        return entry;
    }

    private void install(Path file) {
        try {
            ObjectNode settings = read(file);
            servers(settings, file).set("writ", entry());
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path beside = Files.createTempFile(file.toAbsolutePath().getParent(), ".writ", ".json");
            Files.writeString(beside, Json.writePretty(settings) + "\n");
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new WritException(
                    Failure.of(
                            FailureCode.OPERATION_FAILED,
                            "The settings " + file + " cannot be written: " + e.getMessage() + ".",
                            "Leave --write out, and put what is printed there yourself."),
                    e);
        }
    }

    private ObjectNode servers(ObjectNode settings, Path file) {
        String section = client.section();
        if (!settings.has(section)) {
            return settings.putObject(section);
        }
        if (settings.get(section) instanceof ObjectNode servers) {
            return servers;
        }
        throw new WritException(
                FailureCode.INVALID_ARGUMENTS,
                "In " + file + ", '" + section + "' is no object.",
                "Correct the file, or leave --write out.");
    }

    private static ObjectNode read(Path file) throws IOException {
        try {
            String text = Files.readString(file);
            return text.isBlank() ? Json.object() : Json.parseObject(text);
        } catch (NoSuchFileException e) {
            return Json.object();
        }
    }
}
