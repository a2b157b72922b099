package dev.writ.insight.knowledge;

import dev.writ.entity.Definition;
import dev.writ.entity.DefinitionStatus;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;
import tools.jackson.databind.JsonNode;

/**
 * An index of documents in memory, by BM25. What a document says it is about (title, name, summary, keywords) must share
 * words with what is looked for; its text then only adds to the score. Safe for use by many threads.
 */
final class DocumentIndex implements AutoCloseable {
    private static final int MOST_TERMS = 64;
    private static final int MOST_NEEDED = 4;
    private static final double SHARE_NEEDED = 0.3;
    private static final Map<String, Float> HEAD = Map.of("title", 3f, "summary", 2f, "words", 4f);
    private static final Pattern WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

    private final Analyzer analyzer = new EnglishAnalyzer();
    private final ByteBuffersDirectory directory = new ByteBuffersDirectory();
    private final IndexWriter writer;
    private final SearcherManager searchers;

    DocumentIndex() {
        try {
            this.writer = new IndexWriter(directory, new IndexWriterConfig(analyzer));
            this.searchers = new SearcherManager(writer, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes in the document as it stands; one that is out of use is taken out. */
    void put(Definition document) {
        try {
            Term id = new Term("id", document.id());
            if (document.status() == DefinitionStatus.ACTIVE) {
                writer.updateDocument(id, fields(document));
            } else {
                writer.deleteDocuments(id);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Shows later searches what was put. */
    void refresh() {
        try {
            searchers.maybeRefreshBlocking();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Document fields(Definition document) {
        Document fields = new Document();
        fields.add(new StringField("id", document.id(), Field.Store.YES));
        fields.add(new TextField(
                "title",
                document.content().path("title").asString("") + " "
                        + document.name().replace('-', ' '),
                Field.Store.NO));
        fields.add(new TextField("summary", document.content().path("summary").asString(""), Field.Store.NO));
        StringBuilder words = new StringBuilder();
        for (JsonNode keyword : document.content().path("keywords")) {
            String word = keyword.asString("");
            words.append(word).append(' ');
            fields.add(new StringField("keyword", word.toLowerCase(Locale.ROOT), Field.Store.NO));
        }
        fields.add(new TextField("words", words.toString(), Field.Store.NO));
        fields.add(new TextField("text", document.content().path("text").asString(""), Field.Store.NO));
        return fields;
    }

    /** Ids with their scores, the best first. */
    Map<String, Double> search(String text, int most) {
        Set<String> terms = terms(text);
        BooleanQuery.Builder wanted = new BooleanQuery.Builder();
        BooleanQuery.Builder about = new BooleanQuery.Builder();
        for (String word : List.of(WORDS.split(text.toLowerCase(Locale.ROOT), -1)).stream()
                .distinct()
                .limit(MOST_TERMS)
                .toList()) {
            about.add(new BoostQuery(new TermQuery(new Term("keyword", word)), 4f), Occur.SHOULD);
        }
        BooleanQuery.Builder head = new BooleanQuery.Builder();
        for (String term : terms) {
            List<Query> fields = new ArrayList<>();
            HEAD.forEach((field, boost) -> fields.add(new BoostQuery(new TermQuery(new Term(field, term)), boost)));
            head.add(new DisjunctionMaxQuery(fields, 0.1f), Occur.SHOULD);
            wanted.add(new TermQuery(new Term("text", term)), Occur.SHOULD);
        }
        head.setMinimumNumberShouldMatch(needed(terms.size()));
        about.add(head.build(), Occur.SHOULD);
        about.setMinimumNumberShouldMatch(1);
        wanted.add(about.build(), Occur.MUST);
        return run(wanted.build(), most);
    }

    private static int needed(int terms) {
        return terms <= 1 ? 1 : Math.clamp((int) Math.ceil(terms * SHARE_NEEDED), 2, MOST_NEEDED);
    }

    private Map<String, Double> run(Query query, int most) {
        try {
            IndexSearcher searcher = searchers.acquire();
            try {
                Map<String, Double> found = new LinkedHashMap<>();
                for (ScoreDoc hit : searcher.search(query, most).scoreDocs) {
                    found.put(searcher.storedFields().document(hit.doc).get("id"), (double) hit.score);
                }
                return found;
            } finally {
                searchers.release(searcher);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Set<String> terms(String text) {
        Set<String> terms = new LinkedHashSet<>();
        try (TokenStream tokens = analyzer.tokenStream("text", new StringReader(text))) {
            CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
            tokens.reset();
            while (terms.size() < MOST_TERMS && tokens.incrementToken()) {
                terms.add(term.toString());
            }
            tokens.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return terms;
    }

    @Override
    public void close() {
        try {
            searchers.close();
            writer.close();
            directory.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
