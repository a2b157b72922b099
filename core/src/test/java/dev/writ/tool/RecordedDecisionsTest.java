package dev.writ.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import dev.writ.TimeOrderedIds;
import dev.writ.permission.Allow;
import dev.writ.permission.Ceiling;
import dev.writ.permission.CeilingSettings;
import dev.writ.permission.PolicyAnswer;
import dev.writ.permission.Replayed.Gap;
import dev.writ.permission.Scope.FileScope;
import dev.writ.tool.Replay.Difference;
import dev.writ.tool.Replay.Kind;
import dev.writ.tool.file.FileSystemServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happened at the gateway, looked at with another policy in mind. */
class RecordedDecisionsTest {
    private static final CeilingSettings IN_FORCE = CeilingSettings.defaults();
    private static final CeilingSettings DOCS_ALONE = settings("""
            {"ceiling": {"file_edit": {"scope": {"read": ["**"], "write": ["docs/**"]}}}}""");

    @TempDir
    Path temp;

    private TestingDoor door;

    @BeforeEach
    void open() throws Exception {
        Path root = Files.createDirectory(temp.resolve("root"));
        door = new TestingDoor(
                temp,
                root,
                (database, events) -> List.of(new FileSystemServer(
                        database,
                        events,
                        InstantSource.system(),
                        new TimeOrderedIds(InstantSource.system(), new Random(1)))));
    }

    @AfterEach
    void close() {
        door.close();
    }

    private static CeilingSettings settings(String json) {
        return CeilingSettings.read(Json.parse(json));
    }

    private void write(String task, String path) {
        door.call(task, "file_edit.write_file", "{'path': '%s', 'content': 'x', 'mode': 'overwrite'}".formatted(path));
    }

    private static FileScope writing(String glob) {
        return new FileScope(List.of(), List.of(glob));
    }

    private static List<String> told(Replay replay) {
        return replay.differences().stream()
                .map(one -> one.kind().id() + " " + one.what() + " "
                        + one.before().id() + " " + one.after().id())
                .toList();
    }

    @Test
    void theCallsThatANarrowerCeilingForbidsWouldHaveBeenDenied() {
        String task = door.task();
        door.grant(TestingDoor.proposal(task, "file_edit", writing("**")), "policy");
        write(task, "a");
        write(task, "b");

        Replay replay = door.replay(DOCS_ALONE);

        assertThat(replay.lookedAt()).isEqualTo(3);
        assertThat(replay.differing()).isEqualTo(3);
        assertThat(told(replay))
                .containsExactlyInAnyOrder(
                        "grant file_edit allowed denied",
                        "call file_edit.write_file allowed denied",
                        "call file_edit.write_file allowed denied");
        assertThat(replay.differences())
                .filteredOn(one -> one.kind() == Kind.CALL)
                .extracting(Difference::sentence)
                .containsExactly(
                        "Writing 'a' is outside what this request may use.",
                        "Writing 'b' is outside what this request may use.");
        assertThat(door.replay(IN_FORCE).differences()).isEmpty();
    }

    @Test
    void aCallInsideTheCeilingFallsWithTheGrantItRestedOn() {
        String task = door.task();
        door.grant(TestingDoor.proposal(task, "file_edit", writing("**")), "policy");
        write(task, "docs/a");
        assertThat(door.replay(DOCS_ALONE).differences())
                .filteredOn(one -> one.kind() == Kind.CALL)
                .singleElement()
                .satisfies(one -> assertThat(one.after()).isEqualTo(PolicyAnswer.DENIED))
                .satisfies(one -> assertThat(one.sentence()).contains("rests on a grant"));
    }

    @Test
    void whatAPersonApprovedStaysAndWhatARuleApprovedAsksWhereTheRuleIsGone() {
        CeilingSettings docs = settings("""
                {"auto_approve": [{"tool": "file_edit", "scope": {"write": ["docs/**"]}}]}""");
        String task = door.task(Ceiling.forSubmission(true, Set.of(), docs));
        door.grant(TestingDoor.proposal(task, "file_edit", writing("docs/a")), "policy");
        door.grant(TestingDoor.proposal(task, "file_edit", writing("src/b")), "person:ada");
        write(task, "docs/a");
        write(task, "src/b");

        Replay replay = door.replay(IN_FORCE);

        assertThat(told(replay))
                .containsExactlyInAnyOrder("grant file_edit allowed asks", "call file_edit.write_file allowed asks");
        assertThat(replay.differences())
                .filteredOn(one -> one.kind() == Kind.CALL)
                .singleElement()
                .satisfies(one -> assertThat(one.touches()).isEqualTo("Writing 'docs/a'"))
                .satisfies(one -> assertThat(one.sentence()).contains("No rule approves file_edit"));
    }

    @Test
    void aRequestThatWaitedForAPersonNeedNotHaveWaited() {
        String task = door.task(Ceiling.forSubmission(true, Set.of(), IN_FORCE));
        door.ask(TestingDoor.proposal(task, "file_edit", writing("docs/a")));
        door.ask(TestingDoor.proposal(task, "file_edit", writing("src/a")));
        assertThat(told(door.replay(settings("""
                {"auto_approve": [{"tool": "file_edit", "scope": {"write": ["docs/**"]}}]}""")))).containsExactly("grant file_edit asks allowed");
        assertThat(told(door.replay(DOCS_ALONE))).containsExactly("grant file_edit asks denied");
    }

    @Test
    void whatTheCeilingForbadeABasePermissionIsAllowedByAWiderOne() {
        door.base("file_edit", writing("**"));
        String task = door.task(Ceiling.forSubmission(true, Set.of(), DOCS_ALONE));
        write(task, "src/a");
        write(task, "docs/a");
        assertThat(told(door.replay(IN_FORCE))).containsExactly("call file_edit.write_file denied allowed");
        assertThat(door.replay(DOCS_ALONE).differences()).isEmpty();
    }

    @Test
    void aGrantCountsAtTheMomentOfTheCallAndNotLater() {
        String task = door.task();
        door.grant(TestingDoor.proposal(task, "file_edit", writing("docs/**")), "person:ada");
        write(task, "docs/a");
        door.pass(Duration.ofHours(2));
        write(task, "docs/a");
        Replay replay = door.replay(settings("""
                {"ceiling": {"file_edit": {"scope": {"write": ["docs/**"]}}}}"""));
        assertThat(replay.differences()).isEmpty();
        assertThat(replay.untold()).isEmpty();
        assertThat(replay.lookedAt()).isEqualTo(2);
    }

    @Test
    void whatIsNotOnRecordIsCountedWithItsReason() {
        String old = door.task(new Ceiling(
                Ceiling.forSubmission(true, Set.of(Allow.EDIT), IN_FORCE).limits(), List.of("main")));
        door.grant(old, "file_edit", writing("**"));
        write(old, "a");
        String task = door.task();
        door.grant(task, "file_edit", writing("docs/**"));
        write(task, "docs/ghp_0123456789abcdefghijABCDEFGHIJ012345");

        Replay replay = door.replay(DOCS_ALONE);

        assertThat(replay.untold()).containsEntry(Gap.OLD_REQUEST, 1L).containsEntry(Gap.CUT, 1L);
        assertThat(replay.lookedAt()).isEqualTo(2);
        assertThat(door.replay(IN_FORCE).untold()).containsOnlyKeys(Gap.OLD_REQUEST);
    }

    @Test
    void whatIsDeniedForOtherReasonsStaysDenied() {
        String task = door.task();
        write(task, "a");
        door.grant(task, "file_edit", writing("b"));
        write(task, "a");
        door.call(task, "file_edit.nothing", "{}");
        Replay replay = door.replay(settings("""
                {"auto_approve": [{"tool": "file_edit", "scope": {"write": ["**"]}}]}"""));
        assertThat(replay.differences()).isEmpty();
    }

    @Test
    void replayingChangesNothing() {
        String task = door.task();
        door.grant(task, "file_edit", writing("**"));
        write(task, "a");
        int before = door.recorded();
        assertThat(door.replay(DOCS_ALONE).differing()).isPositive();
        assertThat(door.recorded()).isEqualTo(before);
    }
}
