package dev.writ.prediction;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** The last tasks, found again by what they were asked to do. */
final class Memory implements AutoCloseable {
    static final int KEPT = 5_000;

    private static final String REQUEST = "request";
    /** So many are compared word by word. */
    private static final int COMPARED = 30;
    /** Less alike than this is not alike. */
    private static final double LEAST = 0.12;

    /** As if so many more tasks were known that say none of it: of a few tasks, what all say is still telling. */
    private static final int UNSEEN = 20;

    private static final double OTHER_AGENT = 0.8;
    private static final double OTHER_WORKSPACE = 0.9;

    private final ScoredText requests = new ScoredText(1.2f, 0.75f);
    private final List<Remembered> byNumber = new ArrayList<>();
    private final Deque<Integer> oldestFirst = new ArrayDeque<>();
    private final Map<String, Integer> having = new HashMap<>();

    private record Remembered(PastTask task, Set<String> stems) {}

    /** @param similarity 0 to 1, by the words they share and how rare these are */
    record Neighbour(PastTask task, double similarity) {}

    /** Remembers a task, and says which one is forgotten for it: none while there is room. */
    List<PastTask> add(PastTask task, Set<String> stems) {
        List<PastTask> forgotten = new ArrayList<>();
        int number = byNumber.size();
        if (oldestFirst.size() == KEPT) {
            number = oldestFirst.removeFirst();
            Remembered old = byNumber.get(number);
            old.stems().forEach(stem -> having.merge(stem, -1, Integer::sum));
            forgotten.add(old.task());
            byNumber.set(number, new Remembered(task, stems));
        } else {
            byNumber.add(new Remembered(task, stems));
        }
        oldestFirst.addLast(number);
        stems.forEach(stem -> having.merge(stem, 1, Integer::sum));
        requests.put(number, Map.of(REQUEST, stems));
        return forgotten;
    }

    void refresh() {
        requests.refresh();
    }

    int size() {
        return oldestFirst.size();
    }

    /** The most similar tasks, at most so many, the most similar first. */
    List<Neighbour> similar(Situation situation, Set<String> stems, int most) {
        float[] scores = requests.scores(REQUEST, stems, byNumber.size());
        double weight = weight(stems);
        return IntStream.range(0, scores.length)
                .filter(number -> scores[number] > 0)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer number) -> -scores[number])
                        .thenComparing(number -> byNumber.get(number).task().id()))
                .limit(COMPARED)
                .map(byNumber::get)
                .map(one -> new Neighbour(one.task(), similarity(situation, stems, weight, one)))
                .filter(neighbour -> neighbour.similarity() >= LEAST)
                .sorted(Comparator.comparingDouble((Neighbour neighbour) -> -neighbour.similarity())
                        .thenComparing(neighbour -> neighbour.task().id(), Comparator.reverseOrder()))
                .limit(most)
                .toList();
    }

    private double similarity(Situation situation, Set<String> stems, double weight, Remembered other) {
        Set<String> common = new LinkedHashSet<>(stems);
        common.retainAll(other.stems());
        double shared = weight(common);
        double all = weight + weight(other.stems()) - shared;
        Situation there = other.task().situation();
        return all == 0
                ? 0
                : shared
                        / all
                        * (there.agent().equals(situation.agent()) ? 1 : OTHER_AGENT)
                        * (there.workspace().equals(situation.workspace()) ? 1 : OTHER_WORKSPACE);
    }

    private double weight(Set<String> stems) {
        double sum = 0;
        for (String stem : stems) {
            int tasks = having.getOrDefault(stem, 0);
            sum += Math.log(1 + (size() + UNSEEN - tasks + 0.5) / (tasks + 0.5));
        }
        return sum;
    }

    @Override
    public void close() {
        requests.close();
    }
}
