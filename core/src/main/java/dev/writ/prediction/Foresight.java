package dev.writ.prediction;

import dev.writ.WritException;
import dev.writ.model.playbook.role.LikelyTools;
import dev.writ.permission.ArgumentScope;
import dev.writ.permission.Ceiling;
import dev.writ.permission.GrantProposal;
import dev.writ.permission.Limit;
import dev.writ.permission.Scope;
import dev.writ.permission.ScopeJson;
import dev.writ.store.Database;
import dev.writ.tool.SecurityLevel;
import dev.writ.tool.ToolRegistry;
import dev.writ.tool.ToolSpec;
import dev.writ.tool.ToolStatus;
import dev.writ.tool.UsedScopes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Turns predictions into grants that could be proposed: operations that are likely together, the scope that the request
 * names or that the most similar task really used, and a time that history supports. Decides nothing. Safe for use by many
 * threads.
 */
public final class Foresight {
    /** From here on it is worth telling that it will be asked for. */
    static final double LIKELY = 0.5;

    private static final int MOST = 12;
    /** Similar tasks of which none used a tool, for the rules to be wrong about it. */
    private static final int ENOUGH = 5;

    private final Predictor predictor;
    private final ToolRegistry registry;
    private final Database database;
    private final GrantTimes times;

    public Foresight(Predictor predictor, ToolRegistry registry, Database database) {
        this.predictor = predictor;
        this.registry = registry;
        this.database = database;
        this.times = new GrantTimes(database);
    }

    /**
     * What a task will probably need.
     *
     * @param version of the model; 0 for what is assumed before anything was learned, or while nothing is loaded
     * @param needless tools that enough similar tasks did without, whatever the words sound like
     */
    public record Outlook(int version, List<Foreseen> foreseen, Set<String> needless) {
        public Outlook {
            foreseen = List.copyOf(foreseen);
            needless = Set.copyOf(needless);
        }
    }

    /** @param task that grants would be for */
    public Outlook of(String task, Situation situation, Ceiling ceiling) {
        Predictor.Answer answer = predictor.predict(situation, offer -> isPossible(offer, ceiling), MOST);
        Map<String, List<Prediction>> byTool = new LinkedHashMap<>();
        answer.predictions().stream()
                .filter(prediction -> prediction.probability() >= LIKELY && prediction.using() > 0)
                .forEach(prediction -> byTool.computeIfAbsent(
                                Offers.toolOf(prediction.offer()), tool -> new ArrayList<>())
                        .add(prediction));
        List<Foreseen> foreseen = new ArrayList<>();
        byTool.forEach((tool, predictions) ->
                foreseen(task, situation, ceiling, tool, predictions).ifPresent(foreseen::add));
        return new Outlook(answer.version(), foreseen, needless(answer));
    }

    private static Set<String> needless(Predictor.Answer answer) {
        Map<String, Boolean> used = answer.predictions().stream()
                .filter(prediction -> prediction.similar() >= ENOUGH)
                .collect(Collectors.toMap(
                        prediction -> Offers.toolOf(prediction.offer()),
                        prediction -> prediction.using() > 0 || prediction.probability() >= LIKELY,
                        Boolean::logicalOr));
        return used.entrySet().stream()
                .filter(tool -> !tool.getValue())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private boolean isPossible(String offer, Ceiling ceiling) {
        String tool = Offers.toolOf(offer);
        return ceiling.allowsSome(tool) && registry.status(tool) == ToolStatus.ACTIVE;
    }

    private Optional<Foreseen> foreseen(
            String task, Situation situation, Ceiling ceiling, String name, List<Prediction> predictions) {
        Optional<ToolSpec> tool = registry.tool(name).map(registered -> registered.spec());
        List<Prediction> sure = predictions.stream().filter(Prediction::isSure).toList();
        boolean giveable = !sure.isEmpty()
                && tool.map(spec -> spec.level() != SecurityLevel.ELEVATED).orElse(false);
        List<Prediction> chosen = giveable ? sure : predictions;
        Optional<Scope> scope = tool.flatMap(spec -> scope(situation.request(), name, chosen.getFirst()));
        if (tool.isEmpty() || scope.isEmpty()) {
            return Optional.empty();
        }
        Duration time = longest(
                ceiling, name, times.offered(name, situation.agent(), tool.get().defaultDuration()));
        Prediction least = chosen.getLast();
        String sentence =
                "%s (%d %% sure)".formatted(chosen.getFirst().sentence(), Math.round(100 * least.probability()));
        try {
            return Optional.of(new Foreseen(
                    new GrantProposal(
                            task,
                            name,
                            chosen.stream()
                                    .map(prediction -> Offers.operationOf(prediction.offer()))
                                    .collect(Collectors.toSet()),
                            scope.get(),
                            time,
                            0,
                            "predicted: " + sentence),
                    least.probability(),
                    sentence,
                    giveable));
        } catch (WritException e) {
            // A scope from before, in a form that is no longer one.
            return Optional.empty();
        }
    }

    /** What the request names comes first; else what the most similar task touched, and no more than that. */
    private Optional<Scope> scope(String request, String tool, Prediction prediction) {
        Optional<Scope> named = LikelyTools.of(request).stream()
                .filter(grant -> grant.tool().equals(tool))
                .findFirst()
                .flatMap(grant -> {
                    try {
                        return Optional.of(ScopeJson.read(tool, grant.scope()));
                    } catch (WritException e) {
                        return Optional.empty();
                    }
                });
        return named.or(() -> database.read(handle -> prediction.evidence().stream()
                        .map(task -> UsedScopes.ofTask(handle, task, tool))
                        .flatMap(Optional::stream)
                        .findFirst())
                .map(UsedScopes.Used::scope)
                .filter(used -> !(used instanceof ArgumentScope arguments && arguments.isOpen())));
    }

    /** No longer than any limit of the tool allows: a grant that is too long would be outside. */
    private static Duration longest(Ceiling ceiling, String tool, Duration time) {
        return ceiling.limitsOf(tool).stream()
                .map(Limit::maximumDuration)
                .filter(limit -> !limit.isZero())
                .min(Duration::compareTo)
                .filter(limit -> limit.compareTo(time) < 0)
                .orElse(time);
    }
}
