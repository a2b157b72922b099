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
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.node.ObjectNode;

/** Public benchmark data as compressed JSON Lines, kept beside the checkout and never in it. */
record EvaluationData(Path folder) {
    boolean has(String name) {
        return Files.isReadable(file(name));
    }

    /** What the report says where the data are not there. */
    Row missing(String what) {
        return Row.missing(what, "no benchmark data in " + folder.getFileName() + "; name their folder with --eval");
    }

    private Path file(String name) {
        return folder.resolve(name + ".jsonl.gz");
    }

    List<ObjectNode> rows(String name) throws IOException {
        List<ObjectNode> rows = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file(name))), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                rows.add(Json.parseObject(line));
            }
        }
        return rows;
    }
}
