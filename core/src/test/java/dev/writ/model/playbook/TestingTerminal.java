package dev.writ.model.playbook;

import dev.writ.Json;
import dev.writ.permission.Access;
import dev.writ.permission.Host;
import dev.writ.tool.Availability;
import dev.writ.tool.CallContext;
import dev.writ.tool.Effect;
import dev.writ.tool.Operation;
import dev.writ.tool.OperationResult;
import dev.writ.tool.OperationSpec;
import dev.writ.tool.PreparedCall;
import dev.writ.tool.SecurityLevel;
import dev.writ.tool.ToolServer;
import dev.writ.tool.ToolSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/** A terminal whose commands a test answers itself, or that really runs the small programs a test has written. */
final class TestingTerminal implements ToolServer {
    private final Function<List<String>, Ran> programs;

    /** How a command ended. */
    record Ran(int exitCode, String stdout, String stderr, int milliseconds) {
        static Ran ok(String stdout) {
            return new Ran(0, stdout, "", 5);
        }

        static Ran failed(int exitCode, String stderr) {
            return new Ran(exitCode, "", stderr, 5);
        }
    }

    TestingTerminal(Function<List<String>, Ran> programs) {
        this.programs = programs;
    }

    /** Runs the programs in the folder: for tests with their own harmless scripts. */
    static TestingTerminal running(Path folder) {
        return new TestingTerminal(argv -> {
            try {
                Path out = Files.createTempFile("out", "");
                Path err = Files.createTempFile("err", "");
                ProcessBuilder builder = new ProcessBuilder(argv)
                        .directory(folder.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
                builder.environment().put("LC_ALL", "C");
                Process process = builder.start();
                process.getOutputStream().close();
                boolean ended = process.waitFor(20, TimeUnit.SECONDS);
                process.destroyForcibly();
                Ran ran = new Ran(
                        ended ? process.exitValue() : 124,
                        Files.readString(out, StandardCharsets.UTF_8),
                        Files.readString(err, StandardCharsets.UTF_8),
                        7);
                Files.delete(out);
                Files.delete(err);
                return ran;
            } catch (IOException e) {
                return Ran.failed(e.getMessage().contains("error=13") ? 126 : 127, e.getMessage());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    static boolean has(String program) {
        try {
            return new ProcessBuilder(program, "--version")
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    @Override
    public String name() {
        return "terminal";
    }

    @Override
    public List<ToolSpec> tools() {
        return List.of(
                new ToolSpec("terminal", "Runs commands.", SecurityLevel.ELEVATED, Duration.ofHours(6), List.of()));
    }

    @Override
    public Availability availability() {
        return new Availability.Ready();
    }

    @Override
    public List<Operation> operations() {
        return List.of(operation("execute_command", """
                {"type": "object", "additionalProperties": false, "required": ["argv"], "properties": {
                 "argv": {"type": "array", "items": {"type": "string"}, "minItems": 1},
                 "hosts": {"type": "array", "items": {"type": "string"}}, "cwd": {"type": "string"},
                 "stdin": {"type": "string"}, "timeout_seconds": {"type": "integer", "minimum": 1, "maximum": 600}}}"""));
    }

    private Operation operation(String name, String schema) {
        return new Operation() {
            @Override
            public OperationSpec spec() {
                return new OperationSpec(
                        "terminal", name, "Runs a command.", Json.parseObject(schema), Json.object(), Effect.UNSAFE);
            }

            @Override
            public PreparedCall prepare(ObjectNode arguments, CallContext context) {
                List<String> argv = arguments
                        .path("argv")
                        .valueStream()
                        .map(each -> each.stringValue())
                        .toList();
                List<Host> hosts = arguments
                        .path("hosts")
                        .valueStream()
                        .map(each -> Host.parse(each.stringValue()))
                        .toList();
                return PreparedCall.of(List.of(new Access.CommandAccess(argv, hosts)), call -> run(argv));
            }
        };
    }

    private OperationResult run(List<String> argv) {
        Ran ran = programs.apply(argv);
        ObjectNode data = Json.object()
                .put("exit_code", ran.exitCode())
                .put("stdout", ran.stdout())
                .put("stderr", ran.stderr())
                .put("timed_out", false)
                .put("truncated", false)
                .put("duration_ms", ran.milliseconds());
        data.set("argv", Json.array(argv));
        return new OperationResult(data.put("cwd", ""), "exit " + ran.exitCode());
    }
}
