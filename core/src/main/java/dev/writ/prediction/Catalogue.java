package dev.writ.prediction;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is offered, as texts: the description of each, and its profile, which is the description together with the requests
 * of the last tasks that used it.
 */
final class Catalogue implements AutoCloseable {
    static final String DESCRIPTION = "description";
    static final String DESCRIPTION_PIECES = "description_pieces";
    static final String PROFILE = "profile";
    static final String PROFILE_PIECES = "profile_pieces";

    /** A description counts in its profile as much as so many requests. */
    private static final int WEIGHT_OF_DESCRIPTION = 2;

    private static final int REQUESTS_KEPT = 60;
    /** Of a stranger's words these are enough to say what a tool does, and too few to say everything. */
    private static final int MOST_WORDS_OF_STRANGERS = 40;

    private static final int MOST_WORDS = 120;

    private final Words words;
    private final ScoredText descriptions = new ScoredText(1.2f, 0.75f);
    private final ScoredText profiles = new ScoredText(3f, 0.5f);
    private final List<Offer> offers = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<String, Deque<Said>> requests = new HashMap<>();
    private final Set<String> changed = new HashSet<>();

    private record Said(List<String> stems, List<String> pieces) {}

    Catalogue(Words words) {
        this.words = words;
    }

    /** Takes up offers; one that is known already by its id is replaced. */
    void offer(Collection<Offer> offered) {
        for (Offer offer : offered) {
            int number = numbers.computeIfAbsent(offer.id(), id -> offers.size());
            if (number == offers.size()) {
                offers.add(offer);
            } else if (offers.get(number).equals(offer)) {
                continue;
            } else {
                offers.set(number, offer);
            }
            descriptions.put(
                    number, Map.of(DESCRIPTION, stems(offer), DESCRIPTION_PIECES, new LinkedHashSet<>(pieces(offer))));
            changed.add(offer.id());
        }
    }

    /** Remembers that a request was one for these offers. */
    void used(String request, Set<String> used) {
        if (used.isEmpty()) {
            return;
        }
        Said said = new Said(words.stems(request), Words.pieces(request));
        for (String id : used) {
            Deque<Said> kept = requests.computeIfAbsent(id, offer -> new ArrayDeque<>());
            kept.addLast(said);
            if (kept.size() > REQUESTS_KEPT) {
                kept.removeFirst();
            }
            changed.add(id);
        }
    }

    /** Brings the texts up to date with what was taken up. */
    void refresh() {
        for (String id : changed) {
            Integer number = numbers.get(id);
            if (number != null) {
                profiles.put(number, profile(offers.get(number)));
            }
        }
        changed.clear();
        descriptions.refresh();
        profiles.refresh();
    }

    private Map<String, List<String>> profile(Offer offer) {
        List<String> stems = new ArrayList<>();
        List<String> pieces = new ArrayList<>();
        for (int i = 0; i < WEIGHT_OF_DESCRIPTION; i++) {
            stems.addAll(stems(offer));
            pieces.addAll(pieces(offer));
        }
        for (Said said : requests.getOrDefault(offer.id(), new ArrayDeque<>())) {
            stems.addAll(said.stems());
            pieces.addAll(said.pieces());
        }
        return Map.of(PROFILE, stems, PROFILE_PIECES, pieces);
    }

    /** Each word once: saying it often makes no description fit better. */
    private Collection<String> stems(Offer offer) {
        List<String> distinct = new ArrayList<>(new LinkedHashSet<>(words.stems(offer.text())));
        return distinct.subList(0, Math.min(distinct.size(), offer.ours() ? MOST_WORDS : MOST_WORDS_OF_STRANGERS));
    }

    private static List<String> pieces(Offer offer) {
        List<String> pieces = Words.pieces(offer.text());
        return pieces.subList(0, Math.min(pieces.size(), offer.ours() ? pieces.size() : 6 * MOST_WORDS_OF_STRANGERS));
    }

    int size() {
        return offers.size();
    }

    Offer get(int number) {
        return offers.get(number);
    }

    /** The score of every offer for these words; {@code field} is one of the constants. */
    float[] scores(String field, Collection<String> question) {
        return text(field).scores(field, question, offers.size());
    }

    /** What an offer would score that says all of these words. */
    double most(String field, Collection<String> question) {
        return text(field).most(field, question);
    }

    private ScoredText text(String field) {
        return field.startsWith(PROFILE) ? profiles : descriptions;
    }

    @Override
    public void close() {
        descriptions.close();
        profiles.close();
    }
}
