package dev.writ.cli.demo.improve;

import dev.writ.cli.demo.Check;
import dev.writ.cli.demo.DemoClock;
import dev.writ.cli.demo.Facts;
import dev.writ.cli.demo.Requests;
import dev.writ.entity.Definitions;
import dev.writ.server.Writ;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Gives Writ a poor configuration and people who work with it, and looks on: what is wrong must be found, changed, measured
 * and kept by Writ alone, and what an agent asks for to the contrary taken back. Everything goes on where it was after a
 * kill, since all of it stands in the database.
 */
public final class ImprovementDemo {
    private static final int TASKS = 16;
    private static final int MOST_ROUNDS = 200;
    private static final int MOST_MORNINGS = 4;
    private static final Duration MEASURING = Duration.ofMinutes(6);
    /** Writ looks for what could be better every ten minutes. */
    private static final Duration NEXT_LOOK = Duration.ofMinutes(11);
    /** A definition is left alone for a day after each experiment. */
    private static final Duration NEXT_DAY = Duration.ofHours(25);

    private final Plan plan;
    private final Definitions definitions;
    private final Facts facts;
    private final DemoClock clock;
    private final Runnable clockMoved;
    private final Requests requests;
    private final Premises premises;
    private final Screen screen;
    private final Trials trials;
    private final Traffic traffic;

    /** What is wrong, and what an agent asks for later. */
    public record Plan(List<Fault> faults, List<Sabotage> sabotages) {
        public static final Plan WHOLE = new Plan(List.of(Fault.values()), List.of(Sabotage.values()));

        public Plan {
            faults = List.copyOf(faults);
            sabotages = List.copyOf(sabotages);
        }

        List<Work> works() {
            return faults.stream().map(Fault::work).toList();
        }
    }

    public ImprovementDemo(
            Plan plan,
            Premises premises,
            Writ writ,
            DemoClock clock,
            Requests requests,
            Requests.Client client,
            Screen screen) {
        this.plan = plan;
        this.definitions = writ.core().definitions();
        this.facts = new Facts(writ.core().database());
        this.clock = clock;
        this.clockMoved = () -> writ.core().deadlines().sweep();
        this.requests = requests;
        this.premises = premises;
        this.screen = screen;
        this.trials = new Trials(client, facts, screen, clock);
        this.traffic = new Traffic(requests, facts, premises, trials::tell);
    }

    /** What came of it: before and after, what was tried, and the checks. */
    public record Result(List<Comparison> comparisons, List<Tried> tried, List<Check> checks) {}

    /** What people asked for, before and after. */
    public record Comparison(String work, Figures before, Figures after) {}

    /**
     * A change that was tried.
     *
     * @param what it is about, or that it was sabotage
     * @param from and {@code to}: what the definition said and what it was to say
     * @param outcome what became of it
     */
    public record Tried(String definition, String what, String from, String to, String by, String outcome) {}

    public Result run() throws InterruptedException {
        screen.heading("A poor configuration");
        for (Fault fault : plan.faults()) {
            if (!fault.isPlanted(definitions)) {
                fault.plant(definitions);
            }
            screen.line(clock.instant().toString(), fault.title(), fault.words());
        }
        List<Work> all = plan.works();
        screen.heading("People work with it: " + TASKS + " requests of each kind");
        traffic.inAll("before", all, TASKS);
        screen.heading("Writ looks for what could be better, and tries it");
        decided(plan.faults().stream().map(Fault::target).toList(), NEXT_LOOK);
        screen.heading("A day later an agent asks to have it back as it was");
        premises.moveReports();
        for (Sabotage sabotage : plan.sabotages()) {
            requests.submit("sabotage-" + sabotage, sabotage.reason(), sabotage.submission(), List.of());
        }
        traffic.awaitQuiet();
        decided(plan.sabotages().stream().map(Sabotage::target).toList(), NEXT_DAY);
        screen.heading("The same work afterwards: " + TASKS + " requests of each kind");
        traffic.inAll("after", all, TASKS);
        Map<Work, Comparison> comparisons = new EnumMap<>(Work.class);
        for (Work work : all) {
            comparisons.put(
                    work,
                    new Comparison(work.title(), Figures.of(facts, "before", work), Figures.of(facts, "after", work)));
        }
        return new Result(
                List.copyOf(comparisons.values()),
                tried(),
                new Proof(plan, definitions, facts, trials)
                        .checks(work -> Objects.requireNonNull(comparisons.get(work))));
    }

    /** Lets people work until Writ has decided about all of this, or has had its time. */
    private void decided(List<Target> targets, Duration ahead) throws InterruptedException {
        long deadline = System.nanoTime() + MEASURING.toNanos();
        int rounds = 0;
        int mornings = 0;
        while (System.nanoTime() < deadline && rounds < MOST_ROUNDS) {
            List<JsonNode> found = trials.of(targets);
            List<JsonNode> open = found.stream().filter(Trials::isOpen).toList();
            if (open.isEmpty() && found.size() == targets.size()) {
                trials.tell();
                return;
            }
            List<Work> wanted = works(open);
            if (!wanted.isEmpty()) {
                rounds++;
                traffic.more("daily", wanted);
            } else if (open.isEmpty()) {
                if (++mornings > MOST_MORNINGS) {
                    return;
                }
                traffic.awaitQuiet();
                moveClock(mornings == 1 ? ahead : NEXT_LOOK);
                awaitProposals(found.size(), targets);
            } else {
                trials.tell();
                Thread.sleep(100);
            }
        }
    }

    /** What people must ask for so that what is on trial with real tasks can be measured. */
    private List<Work> works(List<JsonNode> open) {
        return plan.works().stream()
                .filter(work -> open.stream()
                        .filter(Trials::needsRealTasks)
                        .anyMatch(one -> targets(work).anyMatch(target -> target.isOf(one))))
                .toList();
    }

    private Stream<Target> targets(Work work) {
        return Stream.concat(
                plan.faults().stream().filter(fault -> fault.work() == work).map(Fault::target),
                plan.sabotages().stream()
                        .filter(sabotage -> sabotage.work() == work)
                        .map(Sabotage::target));
    }

    private void moveClock(Duration ahead) {
        screen.line(clock.instant().toString(), "clock", "the demo's clock goes forward by " + words(ahead));
        clock.moveTo(clock.instant().plus(ahead));
        clockMoved.run();
    }

    private static String words(Duration time) {
        return time.toHours() > 0 ? time.toHours() + " hours" : time.toMinutes() + " minutes";
    }

    /** One request wakes who looks. */
    private void awaitProposals(int before, List<Target> targets) throws InterruptedException {
        traffic.more("morning", List.of(plan.works().getLast()));
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (System.nanoTime() < deadline) {
            trials.tell();
            if (trials.of(targets).size() > before) {
                return;
            }
            Thread.sleep(100);
        }
    }

    private List<Tried> tried() {
        List<Tried> tried = new ArrayList<>();
        for (Fault fault : plan.faults()) {
            trials.of(fault.target()).ifPresent(one -> tried.add(tried(one, fault, fault.title())));
        }
        for (Sabotage sabotage : plan.sabotages()) {
            Fault undone = plan.faults().stream()
                    .filter(fault -> fault.work() == sabotage.work())
                    .findFirst()
                    .orElseThrow();
            trials.of(sabotage.target()).ifPresent(one -> tried.add(tried(one, undone, "sabotage")));
        }
        return tried;
    }

    private Tried tried(JsonNode one, Fault fault, String what) {
        return new Tried(
                fault.target().kind().id() + " " + fault.target().entity(),
                what,
                said(one, fault, "incumbent"),
                said(one, fault, "candidate"),
                one.path("proposed_by").asString(""),
                outcome(one));
    }

    private String said(JsonNode one, Fault fault, String version) {
        return fault.setting(definitions
                .version(
                        fault.target().kind(),
                        fault.target().entity(),
                        one.path(version).asInt(1))
                .content());
    }

    private static String outcome(JsonNode one) {
        return switch (one.path("state").asString("")) {
            case "promoted" -> "kept";
            case "rolled_back" -> "taken back";
            case "rejected" -> "rejected";
            default -> "undecided";
        };
    }
}
