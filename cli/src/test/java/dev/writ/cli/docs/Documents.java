package dev.writ.cli.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The documents of the project, as a reader of Markdown takes them apart. */
final class Documents {
    static final Path HOME = Path.of("..");

    private static final Pattern FENCE = Pattern.compile("\\s*```(\\w*)\\s*");
    private static final Pattern CODE = Pattern.compile("``(.+?)``|`([^`]+)`");

    private Documents() {}

    /**
     * Lines between two fences.
     *
     * @param language empty where none is named
     * @param line of the document, at which the first fence stands
     */
    record Block(Path document, String language, int line, List<String> lines) {
        @Override
        public String toString() {
            return document + ":" + line;
        }
    }

    /** What users read: the front page and everything in {@code docs}, without decisions. */
    static List<Path> forUsers() {
        return Stream.concat(Stream.of(HOME.resolve("README.md")), in(HOME.resolve("docs"), 2))
                .filter(file -> !file.getParent().endsWith("decisions"))
                .toList();
    }

    /** All of them. */
    static List<Path> all() {
        return Stream.concat(in(HOME, 1), in(HOME.resolve("docs"), 2)).toList();
    }

    private static Stream<Path> in(Path folder, int depth) {
        try (Stream<Path> files = Files.walk(folder, depth)) {
            return files.filter(file -> file.toString().endsWith(".md")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> lines(Path document) {
        try {
            return Files.readAllLines(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Block> blocks(Path document) {
        List<Block> blocks = new ArrayList<>();
        List<String> open = new ArrayList<>();
        boolean inside = false;
        String language = "";
        int from = 0;
        int number = 0;
        for (String line : lines(document)) {
            number++;
            Matcher fence = FENCE.matcher(line);
            if (!fence.matches()) {
                open.add(line);
            } else if (inside) {
                blocks.add(new Block(document, language, from, List.copyOf(open)));
                inside = false;
            } else {
                inside = true;
                language = fence.group(1);
                from = number;
                open.clear();
            }
        }
        return blocks;
    }

    /** Lines outside of fences. */
    static List<String> prose(Path document) {
        List<String> prose = new ArrayList<>();
        boolean inside = false;
        for (String line : lines(document)) {
            if (FENCE.matcher(line).matches()) {
                inside = !inside;
            } else if (!inside) {
                prose.add(line);
            }
        }
        return prose;
    }

    /** What stands between back ticks in the text. */
    static List<String> code(Path document) {
        return prose(document).stream()
                .flatMap(line -> CODE.matcher(line).results())
                .map(match -> match.group(1) == null ? match.group(2) : match.group(1))
                .toList();
    }

    /** The line without what stands between back ticks. */
    static String withoutCode(String line) {
        return CODE.matcher(line).replaceAll("");
    }
}
