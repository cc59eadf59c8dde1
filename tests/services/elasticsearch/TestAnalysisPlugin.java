// For test servers only. The distribution for tests has no module of language analysers; this gives it the few filters
// that the site's index names, under their official names. Every one of them comes from lucene-analysis-common, which
// the distribution carries in lib/.
package network_site.testnode;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.ar.ArabicNormalizationFilter;
import org.apache.lucene.analysis.ar.ArabicStemFilter;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.cjk.CJKWidthFilter;
import org.apache.lucene.analysis.core.DecimalDigitFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.es.SpanishLightStemFilter;
import org.apache.lucene.analysis.fa.PersianNormalizationFilter;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.fr.FrenchLightStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.ngram.EdgeNGramTokenFilter;
import org.apache.lucene.analysis.pt.PortugueseLightStemFilter;
import org.apache.lucene.analysis.ru.RussianLightStemFilter;
import org.apache.lucene.analysis.util.ElisionFilter;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;

public class TestAnalysisPlugin extends Plugin implements AnalysisPlugin {

    @Override
    public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
        Map<String, AnalysisProvider<TokenFilterFactory>> filters = new LinkedHashMap<>();
        filters.put("stemmer", (index, environment, name, settings) -> filter(name, stemmer(settings.get("language", "english"))));
        filters.put("asciifolding", (index, environment, name, settings) -> filter(name, ASCIIFoldingFilter::new));
        filters.put("elision", (index, environment, name, settings) -> filter(name, tokens -> new ElisionFilter(tokens, FrenchAnalyzer.DEFAULT_ARTICLES)));
        filters.put("decimal_digit", (index, environment, name, settings) -> filter(name, DecimalDigitFilter::new));
        filters.put("arabic_normalization", (index, environment, name, settings) -> filter(name, ArabicNormalizationFilter::new));
        filters.put("persian_normalization", (index, environment, name, settings) -> filter(name, PersianNormalizationFilter::new));
        filters.put("cjk_width", (index, environment, name, settings) -> filter(name, CJKWidthFilter::new));
        filters.put("cjk_bigram", (index, environment, name, settings) -> filter(name, CJKBigramFilter::new));
        filters.put("edge_ngram", (index, environment, name, settings) -> {
            int shortest = settings.getAsInt("min_gram", 1);
            int longest = settings.getAsInt("max_gram", 2);
            return filter(name, tokens -> new EdgeNGramTokenFilter(tokens, shortest, longest, false));
        });
        return filters;
    }

    private static UnaryOperator<TokenStream> stemmer(String language) {
        return switch (language) {
            case "english" -> PorterStemFilter::new;
            case "light_spanish" -> SpanishLightStemFilter::new;
            case "light_french" -> FrenchLightStemFilter::new;
            case "light_portuguese" -> PortugueseLightStemFilter::new;
            case "light_russian" -> RussianLightStemFilter::new;
            case "arabic" -> ArabicStemFilter::new;
            default -> throw new IllegalArgumentException("not a stemmer of the test plugin: " + language);
        };
    }

    private static TokenFilterFactory filter(String name, UnaryOperator<TokenStream> around) {
        return new TokenFilterFactory() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public TokenStream create(TokenStream tokens) {
                return around.apply(tokens);
            }
        };
    }
}
