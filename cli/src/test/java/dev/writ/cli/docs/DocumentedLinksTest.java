package dev.writ.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Documents lead only to what there is, and their JSON is JSON. */
class DocumentedLinksTest {
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern ELSEWHERE = Pattern.compile("(https?|mailto):.*");

    @Test
    void every_link_between_documents_leads_to_a_file_and_a_heading() {
        List<String> broken = new ArrayList<>();
        int seen = 0;
        for (Path document : Documents.all()) {
            for (String line : Documents.prose(document)) {
                for (String target : LINK.matcher(Documents.withoutCode(line))
                        .results()
                        .map(match -> match.group(1))
                        .filter(link -> !ELSEWHERE.matcher(link).matches())
                        .toList()) {
                    seen++;
                    if (!leadsSomewhere(document, target)) {
                        broken.add(document + ": " + target);
                    }
                }
            }
        }
        assertThat(broken).isEmpty();
        assertThat(seen).isGreaterThan(60);
    }

    private static boolean leadsSomewhere(Path document, String target) {
        String[] parts = target.split("#", 2);
        Path file = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]);
        return Files.exists(file) && (parts.length == 1 || anchors(file).contains(parts[1]));
    }

    /** As GitHub makes them of headings. */
    private static List<String> anchors(Path file) {
        return Documents.prose(file).stream()
                .filter(line -> line.matches("#+ .*"))
                .map(line -> line.replaceFirst("^#+ +", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .toList();
    }

    @Test
    void every_block_of_json_is_json() {
        List<Documents.Block> blocks = Documents.forUsers().stream()
                .flatMap(document -> Documents.blocks(document).stream())
                .filter(block -> block.language().equals("json"))
                .toList();
        assertThat(blocks).isNotEmpty();
        blocks.forEach(block -> assertThat(
                        Json.parse(String.join("\n", block.lines())).isContainer())
                .as(block.toString())
                .isTrue());
    }
}
