package dev.writ.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.TimeOrderedIds;
import dev.writ.permission.Allow;
import dev.writ.permission.ApprovalPolicy;
import dev.writ.permission.CeilingBasis;
import dev.writ.permission.CeilingSettings;
import dev.writ.permission.GrantProposal;
import dev.writ.permission.Scope.FileScope;
import dev.writ.permission.Verdict;
import dev.writ.tool.Replay.Difference;
import dev.writ.tool.Replay.Kind;
import dev.writ.tool.file.FileSystemServer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Histories at the real gateway, looked at again; and lived again, to see whether the replay foretold it. */
class PolicyReplayProperties {
    private static final List<String> GLOBS = List.of("**", "docs/**", "docs/a", "src/**");
    private static final List<String> PATHS = List.of("docs/a", "docs/b", "src/c", "d");

    /** @param asks whether it asks for a grant of writing, rather than writing */
    record Deed(boolean asks, String glob, String path, boolean personAgrees) {}

    /** @param forbidden whether nothing may be edited; else {@code maximum}, where it is not empty, is the most */
    record Policy(boolean forbidden, String maximum, String duration, Set<String> automatic) {
        CeilingSettings settings() {
            Map<String, Object> file = new HashMap<>();
            file.put(
                    "auto_approve",
                    automatic.stream()
                            .map(glob -> Map.of("tool", "file_edit", "scope", Map.of("write", List.of(glob))))
                            .toList());
            if (forbidden) {
                file.put("ceiling", Map.of("file_edit", "none"));
            } else if (!maximum.isEmpty()) {
                Map<String, Object> scope = Map.of("read", List.of("**"), "write", List.of(maximum));
                file.put("ceiling", Map.of("file_edit", Map.of("scope", scope, "duration", duration)));
            }
            return CeilingSettings.read(Json.mapper().valueToTree(file));
        }
    }

    @Provide
    Arbitrary<List<Deed>> deeds() {
        return Combinators.combine(
                        Arbitraries.of(true, false),
                        Arbitraries.of(GLOBS),
                        Arbitraries.of(PATHS),
                        Arbitraries.of(true, false))
                .as(Deed::new)
                .list()
                .ofMinSize(2)
                .ofMaxSize(8);
    }

    @Provide
    Arbitrary<Policy> policies() {
        return Combinators.combine(
                        Arbitraries.frequencyOf(
                                Tuple.of(5, Arbitraries.just(false)), Tuple.of(1, Arbitraries.just(true))),
                        Arbitraries.of("", "", "**", "docs/**", "docs/a"),
                        Arbitraries.of("8h", "30m"),
                        Arbitraries.of(GLOBS).set().ofMaxSize(2))
                .as(Policy::new);
    }

    @Property(tries = 25)
    void thePolicyInForceWouldHaveDecidedEverythingAsItWas(
            @ForAll("deeds") List<Deed> deeds, @ForAll("policies") Policy policy, @ForAll Set<Allow> allow) {
        live(deeds, policy, allow, Map.of(), (door, calls) -> {
            Replay replay = door.replay(policy.settings());
            assertThat(replay.differences()).isEmpty();
            assertThat(replay.untold()).isEmpty();
            assertThat(replay.lookedAt()).isGreaterThanOrEqualTo(calls.size());
        });
    }

    @Property(tries = 40)
    void aNarrowerPolicyOnlyTakesAwayAndWhatItTakesAwayIsToldBefore(
            @ForAll("deeds") List<Deed> deeds,
            @ForAll("policies") Policy policy,
            @ForAll("policies") Policy other,
            @ForAll Set<Allow> allow) {
        Policy narrower = narrower(policy, other);
        Map<String, Boolean> foretold = new HashMap<>();
        live(deeds, policy, allow, Map.of(), (door, calls) -> {
            Replay replay = door.replay(narrower.settings());
            assertThat(replay.untold()).isEmpty();
            assertThat(replay.differences())
                    .allSatisfy(one -> assertThat(one.after()).isGreaterThan(one.before()));
            Map<String, Difference> differing = new HashMap<>();
            replay.differences().stream()
                    .filter(one -> one.kind() == Kind.CALL)
                    .forEach(one -> differing.put(one.id(), one));
            calls.forEach(
                    (position, call) -> foretold.put(position, call.allowed() && !differing.containsKey(call.id())));
        });
        live(deeds, narrower, allow, whoAgreed(deeds, policy, allow), (door, calls) -> {
            Map<String, Boolean> happened = new HashMap<>();
            calls.forEach((position, call) -> happened.put(position, call.allowed()));
            assertThat(happened).as("under %s instead of %s", narrower, policy).isEqualTo(foretold);
        });
    }

    /** At least as narrow as both: it approves what both do, and its maximum lies inside both. */
    private static Policy narrower(Policy one, Policy other) {
        Set<String> both = new TreeSet<>(one.automatic());
        both.retainAll(other.automatic());
        List<String> maxima = Stream.of(one.maximum(), other.maximum())
                .filter(maximum -> !maximum.isEmpty())
                .toList();
        // "docs/a" lies inside "docs/**", which lies inside "**".
        String maximum = Stream.of("docs/a", "docs/**", "**")
                .filter(maxima::contains)
                .findFirst()
                .orElse("");
        String duration = Stream.of(one, other)
                        .filter(policy -> !policy.maximum().isEmpty())
                        .anyMatch(policy -> policy.duration().equals("30m"))
                ? "30m"
                : "8h";
        return new Policy(one.forbidden() || other.forbidden(), maximum, duration, both);
    }

    private record Made(String id, boolean allowed) {}

    private interface Lived {
        void look(TestingDoor door, Map<String, Made> calls);
    }

    /** Which deeds got their grant from a person. */
    private static Map<Integer, Boolean> whoAgreed(List<Deed> deeds, Policy policy, Set<Allow> allow) {
        Map<Integer, Boolean> agreed = new HashMap<>();
        for (int i = 0; i < deeds.size(); i++) {
            Verdict verdict = verdict(deeds.get(i), policy, allow);
            agreed.put(i, verdict instanceof Verdict.NeedsPerson && deeds.get(i).personAgrees());
        }
        return agreed;
    }

    private static Verdict verdict(Deed deed, Policy policy, Set<Allow> allow) {
        return ApprovalPolicy.decide(
                new CeilingBasis(true, allow, true).under(policy.settings()), proposal("task_1", deed));
    }

    private static GrantProposal proposal(String task, Deed deed) {
        return TestingDoor.proposal(task, "file_edit", new FileScope(List.of(), List.of(deed.glob())));
    }

    /** @param agreed for each deed whether a person says yes; where it is not told, as the deed says */
    private static void live(
            List<Deed> deeds, Policy policy, Set<Allow> allow, Map<Integer, Boolean> agreed, Lived lived) {
        try {
            Path temp = Files.createTempDirectory("writ-replay");
            Path root = Files.createDirectory(temp.resolve("root"));
            try (TestingDoor door = new TestingDoor(
                    temp,
                    root,
                    (database, events) -> List.of(new FileSystemServer(
                            database,
                            events,
                            InstantSource.system(),
                            new TimeOrderedIds(InstantSource.system(), new Random(1)))))) {
                door.base("file_edit", new FileScope(List.of(), List.of("docs/b")));
                String task = door.task(new CeilingBasis(true, allow, true).under(policy.settings()));
                Map<String, Made> calls = new HashMap<>();
                for (int i = 0; i < deeds.size(); i++) {
                    Deed deed = deeds.get(i);
                    if (deed.asks()) {
                        boolean person = agreed.getOrDefault(i, deed.personAgrees());
                        ask(door, proposal(task, deed), verdict(deed, policy, allow), person);
                    } else {
                        calls.put("deed " + i, write(door, task, deed.path()));
                    }
                    door.pass(Duration.ofMillis(i % 2));
                }
                lived.look(door, calls);
            } finally {
                delete(temp);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void ask(TestingDoor door, GrantProposal proposal, Verdict verdict, boolean personAgrees) {
        switch (verdict) {
            case Verdict.Automatic ignored -> door.grant(proposal, "policy");
            case Verdict.NeedsPerson ignored -> {
                door.ask(proposal);
                if (personAgrees) {
                    door.grant(proposal, "person:ada");
                }
            }
            case Verdict.OutsideCeiling ignored -> {}
        }
    }

    private static Made write(TestingDoor door, String task, String path) {
        ToolOutcome outcome = door.call(
                task, "file_edit.write_file", "{'path': '%s', 'content': 'x', 'mode': 'overwrite'}".formatted(path));
        boolean hidden = outcome instanceof ToolOutcome.Failed failed
                && failed.failure().code() == FailureCode.UNKNOWN_OPERATION;
        return new Made(door.lastCall(), !(outcome instanceof ToolOutcome.Denied) && !hidden);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }
}
