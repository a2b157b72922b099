package dev.writ.mcp.engine;

import static dev.writ.mcp.TestingEngine.ALICE;
import static dev.writ.mcp.TestingTools.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writ.mcp.TestingAccess;
import dev.writ.mcp.TestingEngine;
import dev.writ.mcp.server.Tool;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class PagingTest {
    private static final List<String> NAMES = IntStream.range(0, 2 * Page.SIZE + 1)
            .mapToObj(number -> "tool" + (10_000 + number))
            .toList();

    private final TestingAccess access = new TestingAccess().shows(ALICE, NAMES.toArray(new String[0]));
    private final TestingEngine server = new TestingEngine(TestingEngine.offer(shuffled()), access);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void thePagesTogetherAreTheWholeInAStableOrder() throws InterruptedException {
        assertThat(allPages()).isEqualTo(NAMES);
    }

    @Test
    void aPageIsNoLongerThanItsSizeAndTheLastHasNoCursor() throws InterruptedException {
        ObjectNode first = page("");
        assertThat(first.path("tools").size()).isEqualTo(Page.SIZE);
        ObjectNode second = page(first.path("nextCursor").asString());
        ObjectNode third = page(second.path("nextCursor").asString());
        assertThat(third.path("tools").size()).isEqualTo(1);
        assertThat(third.has("nextCursor")).isFalse();
    }

    @Test
    void whatComesAndGoesBetweenPagesNeitherRepeatsNorSkipsAnything() throws InterruptedException {
        ObjectNode first = page("");
        access.hides(ALICE, NAMES.getFirst()).hides(ALICE, NAMES.get(Page.SIZE - 1));
        List<String> rest = names(page(first.path("nextCursor").asString()));
        assertThat(rest.getFirst()).isEqualTo(NAMES.get(Page.SIZE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"''", "'%%%'", "5", "null", "[]"})
    void aCursorThatWasNeverGivenIsRefused(String cursor) {
        assertThatThrownBy(() -> server.modern("tools/list", "{'cursor':" + cursor + "}"))
                .hasMessage("The cursor is not one of ours; begin again without it.");
    }

    private List<String> allPages() throws InterruptedException {
        List<String> all = new ArrayList<>();
        String cursor = "";
        do {
            ObjectNode page = page(cursor);
            all.addAll(names(page));
            cursor = page.path("nextCursor").asString("");
        } while (!cursor.isEmpty());
        return all;
    }

    private ObjectNode page(String cursor) throws InterruptedException {
        return server.modern("tools/list", cursor.isEmpty() ? "{}" : "{'cursor':'" + cursor + "'}");
    }

    private static List<String> names(ObjectNode page) {
        return page.path("tools")
                .valueStream()
                .map(tool -> tool.path("name").asString())
                .toList();
    }

    private static Tool[] shuffled() {
        List<String> names = new ArrayList<>(NAMES);
        Collections.shuffle(names, new Random(7));
        return names.stream().map(name -> named(name)).toArray(Tool[]::new);
    }
}
