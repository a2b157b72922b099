package dev.writ.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a document calls its witness is there: tests in all of them, every class in the threat model. */
class DocumentedClassesTest {
    private static final Pattern TEST = Pattern.compile("[A-Z][A-Za-z0-9]*(Test|Contract|Properties|Fuzzer)");
    private static final Pattern CLASS = Pattern.compile("[A-Z][a-z]+[A-Za-z0-9]*");
    private static final Set<String> ELSEWHERE = Set.of("target", "node_modules", ".git");
    /** As parts of names, where the threat model says what names mean. */
    private static final Set<String> ENDINGS = Set.of("Test", "Contract", "Properties");

    private static final Set<String> CLASSES = new HashSet<>();

    @BeforeAll
    static void look() throws IOException {
        Files.walkFileTree(Documents.HOME, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return ELSEWHERE.contains(folder.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = file.getFileName().toString();
                if (name.endsWith(".java")) {
                    CLASSES.add(name.substring(0, name.length() - ".java".length()));
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Test
    void every_test_that_a_document_names_is_one() {
        List<String> unknown = new ArrayList<>();
        int seen = 0;
        for (Path document : Documents.all()) {
            for (String name : Documents.code(document)) {
                if (TEST.matcher(name).matches()) {
                    seen++;
                    if (!CLASSES.contains(name) && !ENDINGS.contains(name)) {
                        unknown.add(document + ": " + name);
                    }
                }
            }
        }
        assertThat(unknown).isEmpty();
        assertThat(seen).isGreaterThan(80);
    }

    @Test
    void every_class_that_the_threat_model_names_is_one() {
        Path model = Documents.HOME.resolve("docs").resolve("threat-model.md");
        List<String> named = Documents.code(model).stream()
                .filter(name -> CLASS.matcher(name).matches() && !ENDINGS.contains(name))
                .toList();
        assertThat(named).hasSizeGreaterThan(60);
        assertThat(CLASSES).containsAll(named);
    }
}
