package dev.writ.permission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.permission.Scope.CommandScope;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts in scopes, against what their description says. */
class HostPatternTest {
    @Provide
    Arbitrary<Host> hosts() {
        return TestingScopes.hosts();
    }

    @Provide
    Arbitrary<HostPattern> patterns() {
        return TestingScopes.hostPatterns();
    }

    @Property
    void a_pattern_permits_what_its_description_says(
            @ForAll("patterns") HostPattern pattern, @ForAll("hosts") Host host) {
        assertThat(pattern.permits(host)).isEqualTo(naive(pattern.toString(), host.toString()));
    }

    @Property
    void what_a_covered_pattern_permits_the_wider_one_permits(
            @ForAll("patterns") HostPattern wider,
            @ForAll("patterns") HostPattern narrower,
            @ForAll("hosts") Host host) {
        if (wider.covers(narrower) && naive(narrower.toString(), host.toString())) {
            assertThat(naive(wider.toString(), host.toString())).isTrue();
        }
    }

    @Property
    void a_pattern_covers_itself_and_each_host_that_it_permits(
            @ForAll("patterns") HostPattern pattern, @ForAll("hosts") Host host) {
        assertThat(pattern.covers(pattern)).isTrue();
        assertThat(pattern.covers(new HostPattern.One(host))).isEqualTo(pattern.permits(host));
        assertThat(HostPattern.parse(pattern.toString())).isEqualTo(pattern);
    }

    @Test
    void a_star_stands_for_the_names_below_and_not_for_the_name_itself_or_one_that_ends_alike() {
        HostPattern below = HostPattern.parse("*.Example.org");
        assertThat(below.permits(Host.parse("a.example.org"))).isTrue();
        assertThat(below.permits(Host.parse("b.a.example.org"))).isTrue();
        assertThat(below.permits(Host.parse("example.org"))).isFalse();
        assertThat(below.permits(Host.parse("evilexample.org"))).isFalse();
        assertThat(below.permits(Host.parse("a.example.org:80"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*.", "*.org", "*.127.0.0.1", "*.0.0.1", "*.*.example.org", "a.*.org", "**", "<name>", "*:443"})
    void what_is_too_wide_to_mean_somebody_is_refused(String text) {
        assertThatExceptionOfType(WritException.class).isThrownBy(() -> HostPattern.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "<address>"})
    void what_means_everybody_stands_in_ceilings_and_never_in_a_grant(String text) {
        Scope scope = new CommandScope(List.of(List.of("curl", "**")), List.of(HostPattern.parse(text)));
        assertThatExceptionOfType(WritException.class)
                .isThrownBy(
                        () -> new GrantProposal("task_1", "terminal", Set.of(), scope, Duration.ofHours(1), 0, "why"))
                .withMessageContaining("which hosts");
    }

    @Test
    void what_an_agent_type_always_has_reaches_nothing() {
        Scope scope = new CommandScope(List.of(List.of("curl", "**")), List.of(HostPattern.parse("example.org")));
        assertThatExceptionOfType(WritException.class)
                .isThrownBy(() -> new BasePermission("worker", "terminal", Set.of(), scope))
                .withMessageContaining("cannot reach hosts");
    }

    @Test
    void allowing_commands_allows_no_host_without_a_person() {
        Ceiling ceiling = Ceiling.forSubmission(true, Set.of(Allow.RUN), CeilingSettings.defaults());
        assertThat(decide(ceiling, "[[\"curl\", \"x\"]]", "[]")).isInstanceOf(Verdict.Automatic.class);
        assertThat(decide(ceiling, "[[\"curl\", \"x\"]]", "[\"example.org\"]")).isInstanceOf(Verdict.NeedsPerson.class);
        assertThat(decide(ceiling, "[[\"curl\", \"x\"]]", "[\"127.0.0.1:80\"]"))
                .isInstanceOf(Verdict.NeedsPerson.class);
    }

    @Test
    void a_ceiling_of_the_configuration_bounds_the_hosts_too() {
        CeilingSettings settings = CeilingSettings.read(Json.parse("""
                {"ceiling": {"terminal": {"scope": {"commands": [["**"]], "hosts": ["*.example.org"]}, "duration": "6h"}},
                 "auto_approve": [{"tool": "terminal",
                                   "scope": {"commands": [["curl", "**"]], "hosts": ["a.example.org", "b.example.net"]}}]}
                """));
        Ceiling ceiling = Ceiling.forSubmission(true, Set.of(Allow.RUN), settings);
        assertThat(decide(ceiling, "[[\"curl\", \"x\"]]", "[\"a.example.org\"]"))
                .isInstanceOf(Verdict.Automatic.class);
        assertThat(decide(ceiling, "[[\"wget\", \"x\"]]", "[\"a.example.org\"]"))
                .isInstanceOf(Verdict.NeedsPerson.class);
        assertThat(decide(ceiling, "[[\"curl\", \"x\"]]", "[\"b.example.net\"]"))
                .isInstanceOf(Verdict.OutsideCeiling.class);
        assertThat(decide(ceiling, "[[\"curl\", \"x\"]]", "[\"127.0.0.1\"]"))
                .isInstanceOf(Verdict.OutsideCeiling.class);
    }

    private static Verdict decide(Ceiling ceiling, String commands, String hosts) {
        Scope scope =
                ScopeJson.read("terminal", Json.parse("{\"commands\": " + commands + ", \"hosts\": " + hosts + "}"));
        return ApprovalPolicy.decide(
                ceiling, new GrantProposal("task_1", "terminal", Set.of(), scope, Duration.ofHours(1), 0, "why"));
    }

    private static boolean naive(String pattern, String host) {
        boolean address = host.startsWith("[") || host.matches("[0-9.]+:[0-9]+");
        return switch (pattern) {
            case "*" -> !address;
            case "<address>" -> address;
            default ->
                pattern.startsWith("*.") ? !address && host.endsWith(pattern.substring(1)) : host.equals(pattern);
        };
    }
}
