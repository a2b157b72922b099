package dev.writ.bench;

import dev.writ.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.node.ObjectNode;

/** Public benchmark data as JSON Lines, kept beside the checkout and never in it. */
record EvaluationData(Path folder) {
    /** The folder asked for, else {@code ../shared/eval} beside the checkout; empty where there is none. */
    static Optional<EvaluationData> find(Optional<Path> asked) {
        Path folder = asked.orElse(Installation.home().resolve("../shared/eval")).normalize();
        return Files.isDirectory(folder) ? Optional.of(new EvaluationData(folder)) : Optional.empty();
    }

    List<ObjectNode> rows(String name) throws IOException {
        List<ObjectNode> rows = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(folder.resolve(name + ".jsonl.gz"))), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                rows.add(Json.parseObject(line));
            }
        }
        return rows;
    }

    /** What the report says where the data are not there. */
    static List<Row> absent(String what) {
        return List.of(Row.missing(
                what, "no evaluation data; name their folder with --eval (default: ../shared/eval beside the checkout)"));
    }
}
