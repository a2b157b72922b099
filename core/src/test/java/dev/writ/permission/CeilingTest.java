package dev.writ.permission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.writ.Json;
import dev.writ.WritException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CeilingTest {
    private static Verdict verdict(Ceiling ceiling, String tool, String scope) {
        return verdict(ceiling, tool, scope, GrantDuration.byDefault(tool));
    }

    private static Verdict verdict(Ceiling ceiling, String tool, String scope, Duration duration) {
        return ApprovalPolicy.decide(
                ceiling,
                new GrantProposal(
                        "task_1",
                        tool,
                        Set.of("some_operation"),
                        ScopeJson.read(tool, Json.parse(scope.replace('\'', '"'))),
                        duration,
                        0,
                        "because"));
    }

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Automatic ignored -> "auto";
            case Verdict.NeedsPerson ignored -> "person";
            case Verdict.OutsideCeiling ignored -> "outside";
        };
    }

    private static Set<Allow> allow(String words) {
        return words.equals("-")
                ? Set.of()
                : Arrays.stream(words.split("\\+")).map(Allow::parse).collect(Collectors.toSet());
    }

    @ParameterizedTest(name = "workspace {0}, allow {1}: {2} {3} is {4}")
    @CsvSource(
            delimiter = '|',
            value = {
                "true  | -               | file_system_listing | {'read':['**']}                       | auto",
                "true  | -               | file_system_listing | {'read':['src/*.java','a']}           | auto",
                "true  | -               | file_system_listing | {'write':['a']}                       | outside",
                "false | -               | file_system_listing | {'read':['a']}                        | outside",
                "false | edit+run+commit | file_edit           | {'write':['a']}                       | outside",
                "true  | -               | file_edit           | {'write':['a']}                       | person",
                "true  | run+commit      | file_edit           | {'write':['a']}                       | person",
                "true  | edit            | file_edit           | {'write':['a/**'],'read':['b']}       | auto",
                "true  | edit            | terminal            | {'commands':[['ls']]}                 | person",
                "true  | run             | terminal            | {'commands':[['ls','**']]}            | auto",
                "false | run             | terminal            | {'commands':[['ls']]}                 | outside",
                "true  | -    | github | {'repositories':[''],'verbs':['read']}                            | auto",
                "true  | -    | github | {'repositories':[''],'branches':['f'],'verbs':['commit']}         | person",
                "true  | commit | github | {'repositories':[''],'branches':['f'],'verbs':['commit']}       | auto",
                "true  | commit | github | {'repositories':[''],'branches':['f'],'verbs':['read','stage','commit','branch']} | auto",
                "true  | commit | github | {'repositories':[''],'branches':['main'],'verbs':['commit']}    | person",
                "true  | commit | github | {'repositories':[''],'branches':['Main'],'verbs':['commit']}    | person",
                "true  | commit | github | {'repositories':[''],'branches':['**'],'verbs':['commit']}      | person",
                "true  | commit | github | {'repositories':[''],'branches':['m*'],'verbs':['branch']}      | person",
                "true  | commit | github | {'repositories':[''],'branches':['release/1'],'verbs':['commit']} | person",
                "true  | commit | github | {'repositories':[''],'branches':['main'],'verbs':['read','stage']} | auto",
                "true  | commit | github | {'repositories':[''],'branches':['f'],'verbs':['commit','push']} | person",
                "false | commit | github | {'repositories':[''],'verbs':['read']}                          | outside",
                "false | -      | sql_lite       | {'queries':['writ:tool_usage']}                          | auto",
                "false | -      | sql_lite       | {'queries':['writ:*']}                                   | auto",
                "false | -      | sql_lite       | {'queries':['writ:*','shop:orders']}                     | person",
                "false | -      | sql_lite       | {'queries':['*:*']}                                      | person",
                "false | -      | entity_manager | {'kinds':{'agent':['read'],'event':['read']}}            | auto",
                "false | -      | entity_manager | {'kinds':{'document':['read','write']}}                  | auto",
                "false | -      | entity_manager | {'kinds':{'agent':['write']}}                            | person",
                "false | -      | message_user   | {'recipients':['user']}                                  | auto",
                "false | -      | message_user   | {'recipients':['user','boss']}                           | outside"
            })
    void theRulesOfTheIssue(boolean workspace, String allowed, String tool, String scope, String expected) {
        Ceiling ceiling = Ceiling.forSubmission(workspace, allow(allowed), CeilingSettings.defaults());
        assertThat(word(verdict(ceiling, tool, scope))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "sql_lite, 24",
        "file_system_listing, 12",
        "file_edit, 8",
        "github, 48",
        "terminal, 6",
        "entity_manager, 24",
        "message_user, 24"
    })
    void grantsLastAsLongAsTheDesignSaysAndNoLonger(String tool, int hours) {
        assertThat(GrantDuration.byDefault(tool)).isEqualTo(Duration.ofHours(hours));
        Ceiling ceiling = Ceiling.forSubmission(true, Set.of(Allow.values()), CeilingSettings.defaults());
        assertThat(word(verdict(ceiling, tool, "{}", Duration.ofHours(hours)))).isEqualTo("auto");
        assertThat(verdict(ceiling, tool, "{}", Duration.ofHours(hours).plusSeconds(1)))
                .isEqualTo(new Verdict.OutsideCeiling(
                        "The tool " + tool + " can be granted for at most " + hours + " hours here."));
    }

    @ParameterizedTest
    @CsvSource({
        "6h, 30m, test, PT30M, auto",
        "1h, 30m, test, PT30M, auto",
        "1h, 30m, deploy, PT1H, person",
        "6h, 30m, deploy, PT6H, person",
        "1h, 1h, test, PT1H, auto"
    })
    void aTimeThatNobodyNamedIsTheLongestWithWhichNobodyNeedsToBeAskedElseTheLongestThatMayBe(
            String most, String automatic, String target, Duration expected, String word) {
        CeilingSettings settings = CeilingSettings.read(Json.parse("""
                {"ceiling": {"terminal": {"scope": {"commands": [["make", "<word>"]]}, "duration": "%s"}},
                 "auto_approve": [{"tool": "terminal", "scope": {"commands": [["make", "test"]]}, "duration": "%s"}]}
                """.formatted(most, automatic)));
        Ceiling ceiling = Ceiling.forSubmission(true, Set.of(), settings);
        GrantProposal proposal = new GrantProposal(
                "task_1",
                "terminal",
                Set.of("execute_command"),
                ScopeJson.read("terminal", Json.parse("{\"commands\": [[\"make\", \"" + target + "\"]]}")),
                GrantDuration.byDefault("terminal"),
                0,
                "because");
        GrantProposal inTime = ApprovalPolicy.inTime(ceiling, proposal);
        assertThat(inTime.duration()).isEqualTo(expected);
        assertThat(word(ApprovalPolicy.decide(ceiling, inTime))).isEqualTo(word);
    }

    @Test
    void aCeilingIsReadAsItWasWritten() {
        CeilingSettings settings = CeilingSettings.read(Json.parse("""
                {"ceiling": {"terminal": {"scope": {"commands": [["ls", "**"]]}, "duration": "30m"}}}
                """));
        Ceiling ceiling = Ceiling.forSubmission(true, Set.of(Allow.EDIT, Allow.COMMIT), settings);
        assertThat(Ceiling.read(Json.parse(Json.write(ceiling.toJson())))).isEqualTo(ceiling);
    }

    @Test
    void aCeilingWithAnUnknownFieldIsRefused() {
        assertThatExceptionOfType(WritException.class)
                .isThrownBy(() -> Ceiling.read(Json.parse("{\"limits\": [], \"everything\": true}")));
    }

    @Test
    void theConfigurationNarrowsWhatTheUserAllows() {
        CeilingSettings settings = CeilingSettings.read(Json.parse("""
                {"ceiling": {"terminal": {"scope": {"commands": [["ls", "**"], ["make"]]}, "duration": "30m"},
                             "file_edit": {"scope": {"write": ["src/**"]}},
                             "github": "none"}}
                """));
        Ceiling ceiling = Ceiling.forSubmission(true, Set.of(Allow.values()), settings);
        Duration half = Duration.ofMinutes(30);
        assertThat(word(verdict(ceiling, "terminal", "{'commands':[['ls','-l']]}", half)))
                .isEqualTo("auto");
        assertThat(word(verdict(ceiling, "terminal", "{'commands':[['ls']]}"))).isEqualTo("outside");
        assertThat(word(verdict(ceiling, "terminal", "{'commands':[['rm']]}", half)))
                .isEqualTo("outside");
        assertThat(word(verdict(ceiling, "file_edit", "{'write':['src/a']}"))).isEqualTo("auto");
        assertThat(word(verdict(ceiling, "file_edit", "{'write':['doc/a']}"))).isEqualTo("outside");
        assertThat(word(verdict(ceiling, "github", "{'repositories':[''],'verbs':['read']}")))
                .isEqualTo("outside");
        assertThat(word(verdict(ceiling, "github", "{}"))).isEqualTo("outside");
    }

    @Test
    void theConfigurationAddsWhatNeedsNoPersonAndWhatAPersonMayAllow() {
        CeilingSettings settings = CeilingSettings.read(Json.parse("""
                {"auto_approve": [{"tool": "terminal", "scope": {"commands": [["ls", "**"]]}},
                                  {"tool": "sql_lite", "scope": {"queries": ["shop:orders"]}}],
                 "ceiling": {"message_user": {"scope": {"recipients": ["user", "ops"]}}},
                 "protected_branches": ["trunk"]}
                """));
        Ceiling with = Ceiling.forSubmission(true, Set.of(Allow.COMMIT), settings);
        Ceiling without = Ceiling.forSubmission(false, Set.of(), settings);
        assertThat(word(verdict(with, "terminal", "{'commands':[['ls','a']]}"))).isEqualTo("auto");
        assertThat(word(verdict(with, "terminal", "{'commands':[['ls','a'],['rm']]}")))
                .isEqualTo("person");
        assertThat(word(verdict(without, "terminal", "{'commands':[['ls','a']]}")))
                .isEqualTo("outside");
        assertThat(word(verdict(without, "sql_lite", "{'queries':['shop:orders','writ:x']}")))
                .isEqualTo("auto");
        assertThat(word(verdict(without, "message_user", "{'recipients':['user']}")))
                .isEqualTo("auto");
        assertThat(word(verdict(without, "message_user", "{'recipients':['ops']}")))
                .isEqualTo("person");
        assertThat(word(verdict(with, "github", "{'repositories':[''],'branches':['main'],'verbs':['commit']}")))
                .isEqualTo("auto");
        assertThat(word(verdict(with, "github", "{'repositories':[''],'branches':['trunk'],'verbs':['commit']}")))
                .isEqualTo("person");
    }

    @Test
    void limitsOfSingleOperationsGiveOnlyThose() {
        CeilingSettings settings = CeilingSettings.read(Json.parse("""
                {"ceiling": {"file_edit": {"operations": ["write_file"], "scope": {"write": ["**"]}}}}
                """));
        Ceiling ceiling = Ceiling.forSubmission(true, Set.of(Allow.EDIT), settings);
        Scope scope = ScopeJson.read("file_edit", Json.parse("{\"write\": [\"a\"]}"));
        Duration hour = Duration.ofHours(1);
        assertThat(word(ApprovalPolicy.decide(
                        ceiling, new GrantProposal("t", "file_edit", Set.of("write_file"), scope, hour, 0, ""))))
                .isEqualTo("auto");
        assertThat(word(ApprovalPolicy.decide(
                        ceiling,
                        new GrantProposal("t", "file_edit", Set.of("write_file", "delete"), scope, hour, 0, ""))))
                .isEqualTo("outside");
        assertThat(word(ApprovalPolicy.decide(
                        ceiling, new GrantProposal("t", "file_edit", Set.of(), scope, hour, 0, ""))))
                .isEqualTo("outside");
    }

    @ParameterizedTest
    @CsvSource({"90s, 90", "30m, 1800", "6h, 21600", "2d, 172800"})
    void durationsAreReadAsPeopleWriteThem(String text, long seconds) {
        assertThat(GrantDuration.parse(text)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({"0m", "-1h", "1", "h", "1w", "1h30m", "9999999d", "' 1h'", "１h"})
    void otherDurationsAreRefused(String text) {
        assertThatExceptionOfType(WritException.class).isThrownBy(() -> GrantDuration.parse(text));
    }

    @Test
    void aProposalIsReadAsItWasWrittenAndRefusesWhatMakesNoSense() {
        GrantProposal proposal = new GrantProposal(
                "task_1",
                "file_edit",
                Set.of("write_file"),
                ScopeJson.read("file_edit", Json.parse("{\"write\": [\"a\"]}")),
                Duration.ofMinutes(5),
                3,
                "to fix it");
        assertThat(GrantProposal.read(Json.parse(proposal.canonical()))).isEqualTo(proposal);
        assertThatExceptionOfType(WritException.class).isThrownBy(() -> proposal.with(proposal.scope(), Duration.ZERO));
        assertThatExceptionOfType(WritException.class)
                .isThrownBy(() -> proposal.with(new Scope.QueryScope(List.of()), Duration.ofHours(1)));
    }
}
