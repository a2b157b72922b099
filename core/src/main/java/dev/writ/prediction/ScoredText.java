package dev.writ.prediction;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Scorable;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.jspecify.annotations.Nullable;

/**
 * Texts by number, each with fields of words, scored against a question's words by BM25. In memory. One thread at a time
 * changes it; what was changed is seen after {@link #refresh}.
 */
final class ScoredText implements AutoCloseable {
    private static final String NUMBER = "number";

    private final IndexWriter writer;
    private final BM25Similarity similarity;
    private DirectoryReader reader;
    private IndexSearcher searcher;

    /** @param saturation k1 of BM25: how soon the same word once more says nothing new; {@code length} its b */
    ScoredText(float saturation, float length) {
        this.similarity = new BM25Similarity(saturation, length);
        try {
            this.writer = new IndexWriter(
                    new ByteBuffersDirectory(),
                    new IndexWriterConfig(new WhitespaceAnalyzer()).setSimilarity(similarity));
            this.reader = DirectoryReader.open(writer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.searcher = searcher(reader);
    }

    private IndexSearcher searcher(DirectoryReader over) {
        IndexSearcher fresh = new IndexSearcher(over);
        fresh.setSimilarity(similarity);
        fresh.setQueryCache(null);
        return fresh;
    }

    /** Puts a text in place of the one with this number. */
    void put(int number, Map<String, ? extends Collection<String>> fields) {
        Document document = new Document();
        document.add(new StringField("id", Integer.toString(number), Field.Store.NO));
        document.add(new NumericDocValuesField(NUMBER, number));
        new TreeMap<>(fields)
                .forEach((name, words) -> document.add(new TextField(name, String.join(" ", words), Field.Store.NO)));
        try {
            writer.updateDocument(new Term("id", Integer.toString(number)), document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void remove(int number) {
        try {
            writer.deleteDocuments(new Term("id", Integer.toString(number)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void refresh() {
        try {
            DirectoryReader changed = DirectoryReader.openIfChanged(reader, writer);
            if (changed != null) {
                reader.close();
                reader = changed;
                searcher = searcher(changed);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The score of each text by its number; 0 where no word agrees. */
    @SuppressWarnings("deprecation") // What replaces it is for searches on several threads.
    float[] scores(String field, Collection<String> words, int numbers) {
        float[] scores = new float[numbers];
        if (words.isEmpty()) {
            return scores;
        }
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        words.forEach(word -> query.add(new TermQuery(new Term(field, word)), BooleanClause.Occur.SHOULD));
        try {
            searcher.search(query.build(), new Collector(scores));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return scores;
    }

    /** What a text would score at most that says all of these words: the sum of how rare they are. */
    double most(String field, Collection<String> words) {
        try {
            long texts = Math.max(1, reader.numDocs());
            double sum = 0;
            for (String word : words) {
                long having = reader.docFreq(new Term(field, word));
                sum += Math.log(1 + (texts - having + 0.5) / (having + 0.5));
            }
            return sum;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Collector extends SimpleCollector {
        private final float[] scores;
        private @Nullable NumericDocValues numbers;
        private @Nullable Scorable scorer;

        Collector(float[] scores) {
            this.scores = scores;
        }

        @Override
        protected void doSetNextReader(LeafReaderContext context) throws IOException {
            numbers = context.reader().getNumericDocValues(NUMBER);
        }

        @Override
        public void setScorer(Scorable scorable) {
            scorer = scorable;
        }

        @Override
        public void collect(int document) throws IOException {
            NumericDocValues known = Objects.requireNonNull(numbers);
            if (known.advanceExact(document)) {
                scores[(int) known.longValue()] = Objects.requireNonNull(scorer).score();
            }
        }

        @Override
        public ScoreMode scoreMode() {
            return ScoreMode.COMPLETE;
        }
    }

    @Override
    public void close() {
        try {
            reader.close();
            writer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
