package dev.writ.model.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import dev.writ.model.ModelReply;
import dev.writ.model.ModelRequest;
import dev.writ.model.ModelTier;
import dev.writ.model.TokenListener;
import dev.writ.model.playbook.reading.CommandLine;
import dev.writ.model.playbook.reading.NearNames;
import dev.writ.model.playbook.reading.Settings;
import dev.writ.model.playbook.request.Intent;
import dev.writ.model.playbook.request.RequestReader;
import dev.writ.model.playbook.request.Understanding;
import dev.writ.task.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class ReadingPropertiesTest {
    private static final List<String> WORDS = List.of(
            "find",
            "replace",
            "commit",
            "run",
            "the",
            "all",
            "foo",
            "by",
            "with",
            "in",
            "*.md",
            "src/",
            "a.txt",
            "`make test`",
            "\"x\"",
            "'y'",
            "and",
            "then",
            ";",
            ".",
            "describe",
            "fix",
            "delete",
            "message",
            "what",
            "changed",
            "how",
            "many",
            "lines",
            "if",
            "it",
            "fails",
            "«z»",
            "/a+/",
            "—",
            "(",
            ")",
            "\n",
            "show",
            "from",
            "to",
            "set",
            "undo",
            "??",
            "make",
            "faster",
            "TODO",
            "\ue100",
            "not",
            "except",
            ",");

    @Provide
    Arbitrary<String> requests() {
        return Arbitraries.of(WORDS).list().ofMaxSize(14).map(words -> String.join(" ", words));
    }

    @Property(tries = 2_000)
    void anyWordsAreUnderstoodTheSameWayTwiceAndWithoutFailing(@ForAll("requests") String request) {
        assertThat(new RequestReader().read(request)).isEqualTo(new RequestReader().read(request));
    }

    @Property(tries = 300)
    void textFromNowhereIsReadWithoutFailing(@ForAll String request) {
        assertThat(new RequestReader().read(request)).isNotNull();
    }

    @Property(tries = 500)
    void whatIsQuotedIsReplacedAsItIs(
            @ForAll @AlphaChars @StringLength(min = 1, max = 12) String from,
            @ForAll @StringLength(max = 20) String to) {
        if (to.matches("(?s).*[`\\n\\r\\ue000-\\uf8ff].*") || to.isEmpty() || to.equals(from)) {
            return;
        }
        Understanding read = new RequestReader().read("Replace `" + from + "` by `" + to + "` in a.txt");
        Intent.Replace replace =
                (Intent.Replace) ((Understanding.Clear) read).intents().getFirst();
        assertThat(replace.from().text()).isEqualTo(from);
        assertThat(replace.to()).isEqualTo(to);
        assertThat(replace.where().files()).containsExactly("a.txt");
    }

    @Property
    void quotedArgumentsSurviveTheCommandLine(
            @ForAll @NotEmpty @Size(max = 6) List<@AlphaChars @StringLength(min = 1, max = 8) String> argv) {
        String line = argv.stream().map(argument -> "'" + argument + " |'").collect(Collectors.joining(" "));
        assertThat(CommandLine.parse(line))
                .isEqualTo(new CommandLine.Parsed(
                        argv.stream().map(argument -> argument + " |").toList(), ""));
    }

    @Property
    void distanceIsSymmetricAndZeroOnlyForTheSame(
            @ForAll @StringLength(max = 10) String a, @ForAll @StringLength(max = 10) String b) {
        assertThat(NearNames.distance(a, b)).isEqualTo(NearNames.distance(b, a));
        assertThat(NearNames.distance(a, b) == 0).isEqualTo(a.equals(b));
    }

    @Property
    void aSettingKeepsItsLineButForTheValue(
            @ForAll @AlphaChars @StringLength(min = 1, max = 8) String key, @ForAll int value, @ForAll int other) {
        for (String line :
                List.of(key + "=" + value, "  " + key + ": " + value + " # why", "\"" + key + "\": " + value + ",")) {
            Settings.Setting setting = Settings.read(line).getFirst();
            assertThat(setting.value()).isEqualTo(String.valueOf(value));
            assertThat(setting.with(String.valueOf(other)))
                    .isEqualTo(line.replaceFirst("(?<!\\d)-?" + Math.abs((long) value), String.valueOf(other)));
        }
    }

    /** A world that answers everything with nonsense: the model still calls only what is offered, and ends. */
    @Property(tries = 400)
    void anyConversationEndsWithOnlyOfferedCalls(
            @ForAll("requests") String request,
            @ForAll("agents") String agent,
            @ForAll("answers") List<String> answers) {
        Set<String> offered = Set.of(
                "end_task", "need_more_tools", "file_system_listing__search_content", "terminal__execute_command");
        List<ModelRequest.Function> functions = offered.stream()
                .map(name -> new ModelRequest.Function(name, name, Json.object()))
                .toList();
        List<Message> conversation =
                new ArrayList<>(List.of(new Message.Instruction("x"), new Message.Request("user", request)));
        for (int turn = 1; turn <= 60; turn++) {
            ModelRequest asked = new ModelRequest(agent, "t", turn, ModelTier.SMALL, conversation, functions, 100);
            ModelReply reply = new PlaybookModel().chat(asked, TokenListener.NONE);
            assertThat(offered)
                    .containsAll(
                            reply.calls().stream().map(Message.Call::function).toList());
            assertThat(reply.calls()).isNotEmpty();
            if (reply.calls().getFirst().function().equals("end_task")) {
                return;
            }
            conversation.add(new Message.Reply(reply.text(), reply.calls()));
            for (Message.Call call : reply.calls()) {
                String answer = answers.get(turn % answers.size());
                conversation.add(new Message.Result(
                        call.id(),
                        call.function(),
                        answer.split(" ", 2)[0],
                        "",
                        Json.parseObject(answer.split(" ", 2)[1])));
            }
        }
        throw new AssertionError("no end");
    }

    @Provide
    Arbitrary<String> agents() {
        return Arbitraries.of(
                "worker",
                "investigator_agent",
                "optimizer_agent",
                "recovery_agent",
                "request_validation",
                "planning_agent",
                "unknown");
    }

    @Provide
    Arbitrary<List<String>> answers() {
        return Arbitraries.of(
                        "succeeded {}",
                        "succeeded {\"granted\":[{\"tool\":\"terminal\"},{\"tool\":\"file_system_listing\"},{\"tool\":\"file_edit\"},{\"tool\":\"github\"},{\"tool\":\"sql_lite\"}]}",
                        "succeeded {\"matches\":[{\"path\":\"a.txt\",\"line\":1,\"text\":\"foo\"}],\"entries\":7}",
                        "succeeded {\"exit_code\":1,\"stderr\":\"a.py:1:1: error: x\"}",
                        "failed {\"code\":\"timed_out\",\"message\":\"slow\"}",
                        "denied {\"rule\":\"scope\",\"sentence\":\"no\"}",
                        "nonsense {}")
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }
}
