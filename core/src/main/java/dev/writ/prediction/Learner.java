package dev.writ.prediction;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Predicts, and learns from each task that is over. The same tasks in the same order always give the same predictions.
 * Safe for use by many threads; learning from one task keeps others waiting for some milliseconds.
 */
public final class Learner implements AutoCloseable {
    /** Rows of so many tasks are learned from anew each time. */
    static final int WINDOW = 2_000;
    /** Of the offers that a task could have meant and did not, so many teach. */
    private static final int UNUSED_ROWS = 15;
    /** However well its words fit, an offer of somebody else that no task has used is not sure. */
    private static final double MOST_OF_STRANGERS = 0.5;

    private final Words words = new Words();
    private final Catalogue catalogue = new Catalogue(words);
    private final Memory memory = new Memory();
    private final Rates rates = new Rates();
    private final Attraction attraction = new Attraction();
    private final Deque<Rows> window = new ArrayDeque<>();
    private Weights weights = Weights.prior();
    private int examples;
    private int trainedAt;

    /** What a task taught, seen before it was learned from. */
    record Lesson(PastTask task, Rows rows, List<String> bestDescribed) {}

    /** Takes up what is offered, in place of what had the same id. */
    public synchronized void offer(Collection<Offer> offers) {
        catalogue.offer(offers);
        catalogue.refresh();
    }

    /** The likeliest offers among the eligible, likeliest first, at most so many. */
    public synchronized List<Prediction> predict(Situation situation, Predicate<String> eligible, int most) {
        Look look = look(situation, eligible);
        return look.candidates(weights).stream()
                .limit(most)
                .map(number -> look.prediction(number, probability(look, number)))
                .toList();
    }

    private double probability(Look look, int number) {
        double probability = weights.probability(look.features(number));
        boolean strange = !catalogue.get(number).ours() && look.features(number)[Feature.NEVER_USED.at()] > 0;
        return strange ? Math.min(MOST_OF_STRANGERS, probability) : probability;
    }

    private Look look(Situation situation, Predicate<String> eligible) {
        return new Look(
                situation, Question.of(words, situation.request()), catalogue, memory, rates, attraction, eligible);
    }

    /** What the task teaches, as things stand before it; changes nothing. */
    synchronized Lesson lesson(PastTask task, Predicate<String> eligible) {
        Look look = look(task.situation(), eligible);
        List<float[]> rows = new ArrayList<>();
        List<Boolean> used = new ArrayList<>();
        int unused = 0;
        for (int number : look.candidates(weights)) {
            boolean positive = task.used().contains(catalogue.get(number).id());
            if (positive || unused++ < UNUSED_ROWS) {
                rows.add(look.features(number));
                used.add(positive);
            }
        }
        boolean[] labels = new boolean[used.size()];
        IntStream.range(0, labels.length).forEach(i -> labels[i] = used.get(i));
        return new Lesson(task, new Rows(rows, labels), look.bestDescribed(Attraction.AMONG));
    }

    /** Learns from lessons, in this order, without weighing anew. */
    synchronized void add(List<Lesson> lessons) {
        lessons.forEach(this::remember);
        refresh();
    }

    /** As {@link #add} for one, which counts after {@link #refresh}. */
    synchronized void remember(Lesson lesson) {
        PastTask task = lesson.task();
        Question question = Question.of(words, task.situation().request());
        memory.add(task, question.stems()).forEach(forgotten -> rates.count(forgotten, -1));
        rates.count(task, 1);
        catalogue.used(task.situation().request(), task.used());
        attraction.count(lesson.bestDescribed(), task.used());
        window.addLast(lesson.rows());
        if (window.size() > WINDOW) {
            window.removeFirst();
        }
        examples++;
    }

    synchronized void refresh() {
        memory.refresh();
        catalogue.refresh();
    }

    /** Whether enough was learned since to weigh anew: one task in twenty. */
    synchronized boolean isDue() {
        return examples - trainedAt >= Math.max(1, examples / 20);
    }

    /** Weights for what was learned; nothing waits for it, and {@link #use} puts them in force. */
    Weights train() {
        List<Rows> rows;
        int count;
        synchronized (this) {
            rows = List.copyOf(window);
            count = examples;
        }
        return Trainer.train(rows, count);
    }

    synchronized void use(Weights learned) {
        weights = learned;
        trainedAt = Math.min(examples, learned.examples());
    }

    synchronized Weights weights() {
        return weights;
    }

    /** From how many tasks it has learned. */
    public synchronized int examples() {
        return examples;
    }

    /** Predict, then learn: everything that one task that is over teaches. */
    public void learn(PastTask task, Predicate<String> eligible) {
        add(List.of(lesson(task, eligible)));
        if (isDue()) {
            use(train());
        }
    }

    @Override
    public synchronized void close() {
        catalogue.close();
        memory.close();
    }
}
