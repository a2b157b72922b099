package dev.writ.permission;

import dev.writ.permission.PatternElement.Many;
import dev.writ.permission.PatternElement.One;
import dev.writ.permission.PatternElement.Option;
import dev.writ.permission.PatternElement.Options;
import dev.writ.permission.PatternElement.Perhaps;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A pattern as a machine that reads arguments: place {@code i} lies before element {@code i}, the last one of these
 * behind them all; further places lie between an option and its value. It is in all places at once that the arguments
 * so far allow, so that its time is bounded by their number times the number of steps.
 */
final class PatternSteps {
    /** Comparisons after which covering counts as not shown. */
    private static final int MOST_WORK = 1_000_000;

    private record Step(ArgumentForm form, int next) {}

    /** A place of the narrower pattern, and where the wider one can be by then. */
    private record Meeting(int place, BitSet wider) {}

    private final List<List<Step>> steps = new ArrayList<>();
    private final BitSet skippable = new BitSet();
    private final int end;

    PatternSteps(List<PatternElement> elements) {
        this.end = elements.size();
        for (int i = 0; i <= end; i++) {
            steps.add(new ArrayList<>());
        }
        for (int i = 0; i < end; i++) {
            switch (elements.get(i)) {
                case One one -> steps.get(i).add(new Step(one.form(), i + 1));
                case Perhaps perhaps -> {
                    skippable.set(i);
                    steps.get(i).add(new Step(perhaps.form(), i + 1));
                }
                case Many many -> {
                    skippable.set(i);
                    steps.get(i).add(new Step(many.form(), i));
                }
                case Options options -> {
                    skippable.set(i);
                    for (Option option : options.choices()) {
                        add(i, option, options.repeated() ? i : i + 1);
                    }
                }
            }
        }
    }

    private void add(int place, Option option, int next) {
        int behind = next;
        if (option.value().isPresent()) {
            behind = steps.size();
            steps.add(List.of(new Step(option.value().get(), next)));
        }
        steps.get(place).add(new Step(option.flag(), behind));
    }

    boolean matches(List<String> argv) {
        BitSet places = from(0);
        for (int i = 0; i < argv.size(); i++) {
            String argument = argv.get(i);
            places = after(places, form -> form.matches(argument));
            if (places.isEmpty()) {
                return false;
            }
        }
        return places.get(end);
    }

    /**
     * Whether every command line that {@code narrower} matches is matched here: for each argument it may read next, this
     * one must have steps that cover it, and where it may end, this one must too.
     */
    boolean covers(PatternSteps narrower) {
        Set<Meeting> seen = new HashSet<>();
        Deque<Meeting> open = new ArrayDeque<>();
        open.add(new Meeting(0, from(0)));
        for (int work = 0; !open.isEmpty(); ) {
            Meeting meeting = open.remove();
            if (!seen.add(meeting)) {
                continue;
            }
            BitSet places = narrower.from(meeting.place);
            if (places.get(narrower.end) && !meeting.wider.get(end)) {
                return false;
            }
            for (int place : places.stream().toArray()) {
                for (Step step : narrower.steps.get(place)) {
                    work += stepsFrom(meeting.wider);
                    BitSet next = after(meeting.wider, form -> form.covers(step.form));
                    if (next.isEmpty() || work > MOST_WORK) {
                        return false;
                    }
                    open.add(new Meeting(step.next, next));
                }
            }
        }
        return true;
    }

    private BitSet after(BitSet places, Predicate<ArgumentForm> fits) {
        BitSet next = new BitSet();
        for (int place = places.nextSetBit(0); place >= 0; place = places.nextSetBit(place + 1)) {
            List<Step> here = steps.get(place);
            for (int i = 0; i < here.size(); i++) {
                if (fits.test(here.get(i).form)) {
                    enter(next, here.get(i).next);
                }
            }
        }
        return next;
    }

    private BitSet from(int place) {
        BitSet places = new BitSet();
        enter(places, place);
        return places;
    }

    private void enter(BitSet places, int place) {
        int at = place;
        places.set(at);
        while (skippable.get(at)) {
            at++;
            places.set(at);
        }
    }

    private int stepsFrom(BitSet places) {
        return places.stream().map(place -> 1 + steps.get(place).size()).sum();
    }
}
