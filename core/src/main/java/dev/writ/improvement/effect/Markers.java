package dev.writ.improvement.effect;

import dev.writ.entity.EntityKind;
import dev.writ.event.Event;
import dev.writ.event.EventFilter;
import dev.writ.event.EventLog;
import dev.writ.improvement.Experiment;
import dev.writ.improvement.Experiments;
import dev.writ.insight.Period;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** When which version of which definition came into force, from the event log and the experiments. */
public final class Markers {
    private static final int MOST = 10_000;
    /** Events and ends of one and the same change are written in one transaction. */
    private static final Duration TOGETHER = Duration.ofSeconds(2);

    private final EventLog events;
    private final Experiments experiments;

    public Markers(EventLog events, Experiments experiments) {
        this.events = events;
        this.experiments = experiments;
    }

    /** Newest first. */
    public List<Marker> in(Period period, int limit) {
        List<Experiment> known = experiments.list(false, MOST);
        List<Marker> markers = new ArrayList<>();
        for (Experiment experiment : known) {
            ended(experiment).filter(marker -> isIn(period, marker.at())).ifPresent(markers::add);
        }
        for (Event event : events.find(EventFilter.all()
                .ofType("entity")
                .between(period.from(), period.until())
                .newestFirst(true)
                .atMost(MOST))) {
            moved(event, known).filter(marker -> isNew(marker, known)).ifPresent(markers::add);
        }
        return markers.stream()
                .sorted(Comparator.comparing(Marker::at).reversed().thenComparing(Marker::sentence))
                .limit(limit)
                .toList();
    }

    private static Optional<Marker> ended(Experiment experiment) {
        return switch (experiment.state()) {
            case PROMOTED -> Optional.of(end(experiment, Marker.Kind.KEPT));
            case ROLLED_BACK -> Optional.of(end(experiment, Marker.Kind.TAKEN_BACK));
            case WAITING, RUNNING, PAUSED, REJECTED -> Optional.empty();
        };
    }

    private static Marker end(Experiment experiment, Marker.Kind kind) {
        return new Marker(
                experiment.endedAt().orElse(experiment.updatedAt()),
                kind,
                experiment.proposal().kind(),
                experiment.proposal().entity(),
                experiment.candidate(),
                experiment.id(),
                "");
    }

    /** A change of the active version; those of experiments are told by what became of them. */
    private static Optional<Marker> moved(Event event, List<Experiment> known) {
        int to = event.data().path("version").asInt(0);
        boolean written = event.type().equals("entity.updated");
        if (to == 0 || !written && !event.type().equals("entity.rolled_back")) {
            return Optional.empty();
        }
        int from = event.data().path("from_version").asInt(0);
        Optional<Experiment> tried = known.stream()
                .filter(one -> one.entity().equals(event.entity())
                        && (one.candidate() == to || one.candidate() == from && one.incumbent() == to))
                .findFirst();
        Marker.Kind kind = tried.map(one -> one.candidate() == to ? Marker.Kind.ON_TRIAL : Marker.Kind.TAKEN_BACK)
                .orElse(written ? Marker.Kind.CHANGED : Marker.Kind.ROLLED_BACK);
        return Optional.of(new Marker(
                event.at(),
                kind,
                EntityKind.parse(event.kind()),
                event.data().path("name").asString(""),
                tried.map(Experiment::candidate).orElse(to),
                tried.map(Experiment::id).orElse(""),
                event.actor()));
    }

    /** Whether the end of its experiment does not tell the same already. */
    private static boolean isNew(Marker marker, List<Experiment> known) {
        return known.stream()
                .filter(one -> one.id().equals(marker.experiment()))
                .flatMap(one -> ended(one).stream())
                .noneMatch(end -> marker.kind() == end.kind()
                        || Duration.between(marker.at(), end.at()).abs().compareTo(TOGETHER) < 0);
    }

    private static boolean isIn(Period period, Instant at) {
        return !at.isBefore(period.from()) && at.isBefore(period.until());
    }
}
