package dev.writ.bench;

import dev.writ.cli.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** From the start of {@code writ mcp} until it has answered {@code initialize} over stdio. */
final class McpFirstAnswer {
    private static final long FIRST_ANSWER_NANOS = 1_000_000_000;
    private static final int SECONDS_TO_END = 20;
    private static final String INITIALIZE = """
            {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},\
            "clientInfo":{"name":"bench","version":"1"}}}
            """;

    private McpFirstAnswer() {}

    static List<Row> rows(Plan plan) throws Exception {
        Path archive = StartUp.archive(plan);
        int times = plan.choose(3, 7);
        List<Samples> alone = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            alone.add(firstAnswer(plan.newFolder("mcp-start"), archive));
        }
        List<Samples> beside = new ArrayList<>();
        Path folder = plan.newFolder("mcp-start");
        Path data = folder.resolve("data");
        try (ChildProcess server = StartUp.serve(data, JavaOptions.with(archive))) {
            server.awaitHealthy(data);
            for (int i = 0; i < times; i++) {
                beside.add(firstAnswer(folder, archive));
            }
        }
        return List.of(row("no server runs", new Series(alone)), row("a server runs", new Series(beside)));
    }

    private static Row row(String when, Series series) {
        return series.rowOfMedian("writ mcp, first answer over stdio, " + when)
                .against("< " + Spans.text(FIRST_ANSWER_NANOS), series.median() < FIRST_ANSWER_NANOS);
    }

    private static Samples firstAnswer(Path folder, Path archive) throws Exception {
        Path workspace = Files.createDirectories(folder.resolve("workspace"));
        List<String> arguments = List.of(
                "mcp",
                "--workspace",
                workspace.toString(),
                "--data",
                folder.resolve("data").toString());
        ProcessBuilder builder = ChildProcess.builder(folder, JavaOptions.ofCommand(archive), Main.class, arguments)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        long from = System.nanoTime();
        Process process = builder.start();
        try (Writer in = process.outputWriter(StandardCharsets.UTF_8);
                BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            in.write(INITIALIZE);
            in.flush();
            String answer = out.readLine();
            long nanos = System.nanoTime() - from;
            if (answer == null || !answer.contains("serverInfo")) {
                throw new IOException("writ mcp did not answer: " + answer);
            }
            return new Samples(new long[] {nanos});
        } finally {
            if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }
}
