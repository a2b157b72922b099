package dev.writ.model.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.model.playbook.TestingWorld.Ended;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplacingTest {
    @TempDir
    Path folder;

    private TestingWorld world;

    @BeforeEach
    void prepare() {
        world = new TestingWorld(folder);
        world.file("README.md", "The colour is red.\nNo more.\n")
                .file("docs/paint.md", "colour and colourful\nLine\n")
                .file("src/Paint.java", "class Paint { int colour = 1; }\n")
                .file("notes.txt", "nothing here\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Replace \"colour\" by \"color\" in all *.md files",
                "replace colour with color in the Markdown files",
                "In all *.md files, replace `colour` with `color`, showing the diff first",
                "change 'colour' to 'color' in every .md file",
                "Please change “colour” into “color” in *.md",
                "find colour and replace it with color in *.md files",
                "use \"color\" instead of \"colour\" in the md files",
                "substitute colour with color in *.md; show me the diff before you apply it",
                "I want you to search and replace 'colour' by 'color' in **/*.md",
                "s/colour/color/g in *.md",
                "replace colour by color in the *.md files that match, showing the diff first"
            })
    void replacesInTheFilesThatMatchAndInNoOthers(String request) {
        Ended ended = world.ask(request);
        assertThat(ended.completed()).as(ended.result()).isTrue();
        assertThat(world.everything())
                .isEqualTo(Map.of(
                        "README.md", "The color is red.\nNo more.\n",
                        "docs/paint.md", "color and colorful\nLine\n",
                        "src/Paint.java", "class Paint { int colour = 1; }\n",
                        "notes.txt", "nothing here\n"));
        assertThat(ended.data().path("files_changed").asInt()).isEqualTo(2);
        assertThat(ended.data().path("replacements").asInt()).isEqualTo(3);
        assertThat(ended.result()).contains("Searching again finds none left");
    }

    @Test
    void mayWriteOnlyTheVeryFilesThatMatch() {
        world.ask("replace colour by color in *.md files");
        assertThat(world.asked("file_edit")).hasSize(1);
        assertThat(world.asked("file_edit").getFirst().path("write").toString())
                .isEqualTo("[\"README.md\",\"docs/paint.md\"]");
    }

    @Test
    void theDiffIsShownBeforeAnythingChanges() {
        world.ask("replace colour by color in README.md");
        assertThat(world.said()).contains("-The colour is red.", "+The color is red.");
        assertThat(world.called().stream()
                        .map(TestingWorld.Called::function)
                        .filter(name -> name.startsWith("file_edit") || name.startsWith("message")))
                .containsExactly("file_edit__edit_file", "message_user__send_message", "file_edit__edit_file");
        assertThat(world.called("file_edit__edit_file").getFirst()).contains("\"dry_run\":true");
    }

    @Test
    void theDiffIsShownInWordsWhereNoMessageCanBeSent() {
        world.withoutMessages().ask("replace colour by color in README.md");
        assertThat(world.said()).contains("-The colour is red.");
    }

    @Test
    void nothingFoundIsNothingToChange() {
        Ended ended = world.ask("replace absent by present");
        assertThat(ended.completed()).isTrue();
        assertThat(ended.result()).contains("nothing to change");
        assertThat(world.asked("file_edit")).isEmpty();
    }

    @Test
    void aRefusalChangesNothing() {
        Map<String, String> before = world.everything();
        Ended ended = world.refuse("file_edit", "A person denied it: no").ask("replace colour by color");
        assertThat(ended.completed()).isFalse();
        assertThat(ended.code()).isEqualTo("approval_denied");
        assertThat(world.everything()).isEqualTo(before);
    }

    @Test
    void silenceIsReportedAsAnExpiredApproval() {
        Ended ended = world.refuse("file_edit", "Nobody approved it in time.").ask("replace colour by color");
        assertThat(ended.code()).isEqualTo("approval_expired");
        assertThat(world.asked("file_edit")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "show me what replacing would do: replace colour by color as a dry run",
                "replace colour by color, dry run",
                "Only show the diff: replace colour by color",
                "replace colour by color but don't apply it",
                "Preview only: replace colour by color"
            })
    void aPreviewChangesNothing(String request) {
        Map<String, String> before = world.everything();
        Ended ended = world.ask(request);
        assertThat(world.everything()).isEqualTo(before);
        assertThat(ended.result()).contains("colo");
    }

    @Test
    void aRenamedNameIsReplacedAsAWholeWordOnly() {
        world.ask("rename colour to color in docs/paint.md");
        assertThat(world.read("docs/paint.md")).isEqualTo("color and colourful\nLine\n");
    }

    @Test
    void replacesByExpressionWithGroups() {
        world.file("v.txt", "a=1\nb=2\n").ask("replace /(\\w)=(\\d)/ by \"$2=$1\" in v.txt");
        assertThat(world.read("v.txt")).isEqualTo("1=a\n2=b\n");
    }

    @Test
    void ignoresCaseWhenAskedAndKeepsTheRestOfTheFile() {
        world.file("c.txt", "one\r\nFOO foo Foo\r\nlast");
        world.ask("replace \"foo\" by \"bar\" in c.txt, ignoring case");
        assertThat(world.read("c.txt")).isEqualTo("one\r\nbar bar bar\r\nlast");
    }

    @Test
    void theNewTextMayContainTheOld() {
        Ended ended = world.ask("replace \"red\" by \"dark red\" in README.md");
        assertThat(world.read("README.md")).isEqualTo("The colour is dark red.\nNo more.\n");
        assertThat(ended.completed()).isTrue();
    }

    @Test
    void quotesOfOneKindMayHoldQuotesOfAnother() {
        world.file("q.py", "say('hello')\n").ask("replace \"say('hello')\" by `print(\"hi\")` in q.py");
        assertThat(world.read("q.py")).isEqualTo("print(\"hi\")\n");
    }

    @Test
    void leavesOutWhatIsExcluded() {
        world.ask("replace colour by color everywhere except in docs/");
        assertThat(world.read("docs/paint.md")).contains("colourful");
        assertThat(world.read("src/Paint.java")).contains("int color");
    }

    @Test
    void removingAWordIsReplacingItByNothing() {
        world.ask("remove the text \"No more.\" from README.md");
        assertThat(world.read("README.md")).isEqualTo("The colour is red.\n\n");
    }

    @Test
    void manyFilesAreDoneInFewTurns() {
        for (int i = 0; i < 60; i++) {
            world.file("many/f" + i + ".txt", "old value " + i + "\n");
        }
        Ended ended = world.ask("replace \"old value\" by \"new value\" under many");
        assertThat(ended.data().path("files_changed").asInt()).isEqualTo(60);
        assertThat(world.turns()).isLessThan(20);
    }

    @Test
    void aConditionItCannotCheckIsNotIgnored() {
        Map<String, String> before = world.everything();
        Ended ended = world.ask("replace colour by color where it makes sense");
        assertThat(ended.code()).isEqualTo("model_cannot");
        assertThat(world.everything()).isEqualTo(before);
    }

    @Test
    void whatIsDoneInPartIsNotCompletedAndSaysSo() {
        world.file("big.md", "colour\n" + "no more of it here\n".repeat(20_000));
        Ended ended = world.ask("replace colour by color in *.md, ignoring case");
        assertThat(ended.completed()).isFalse();
        assertThat(ended.code()).isEqualTo("operation_failed");
        assertThat(ended.result())
                .startsWith("Done in part: 2 files changed, 1 file not.\nNot changed: big.md: ")
                .contains("Each change can be undone");
        assertThat(ended.places()).startsWith("big.md").contains("README.md");
        assertThat(ended.data().path("files_not_changed").asInt()).isEqualTo(1);
        assertThat(world.read("README.md")).startsWith("The color");
    }

    @Test
    void tellsOfOtherSpellingsAndOfWhatItDidNotSearch() {
        world.file("README.md", "colour and Colour\n").file("program.md", "MZ\0\0colour");
        Ended ended = world.ask("replace colour by color in README.md");
        assertThat(ended.completed()).as(ended.result()).isTrue();
        assertThat(ended.result()).contains("In other upper and lower case it is still in 1 line: README.md:1.");
        assertThat(world.ask("find colour").result()).contains("Not searched: 1 binary.");
    }

    @Test
    void aFailingEditIsReportedAndNotClaimed() {
        Ended ended = world.fail(
                        "file_edit__edit_file",
                        new WritException(FailureCode.TIMED_OUT, "It took too long.", "Try again."))
                .ask("replace colour by color in README.md");
        assertThat(ended.result()).contains("It took too long");
        assertThat(ended.completed()).isFalse();
        assertThat(world.read("README.md")).contains("colour");
    }

    @Test
    void setsOneValueOfAConfigurationFile() {
        world.file("conf/app.yaml", "# settings\nserver:\n  timeout: 10 # seconds\n  port: 80\n");
        Ended ended = world.ask("set timeout to 30 in app.yaml");
        assertThat(ended.completed()).as(ended.result()).isTrue();
        assertThat(world.read("conf/app.yaml")).isEqualTo("# settings\nserver:\n  timeout: 30 # seconds\n  port: 80\n");
        assertThat(ended.places()).containsExactly("conf/app.yaml:3");
    }
}
