"""The rules for plurals in each language. To support another language, add a row."""

import re
from collections.abc import Mapping

from translation.glossaries.plurals import PluralRules
from translation.languages.tags import base_language
from translation.languages.words import word_set


def _endings(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return noun endings with their plurals, written as "ending:plural,plural". Longer endings come first."""
    pairs = (row.split(":") for row in text.split())
    return tuple((ending, tuple(plurals.split(","))) for ending, plurals in pairs)


def _irregular(text: str, unchanged: str = "") -> Mapping[str, tuple[str, ...]]:
    """Return irregular words with their plurals, written as "word:plural,plural", and words that stay as they are."""
    return dict(_endings(text)) | {word: (word,) for word in unchanged.split()}


# Nouns that specify the noun before them in Portuguese.
_PORTUGUESE_SPECIFIERS = word_set(
    "agulha alimentação alvo âncora base bomba borboleta caixa caução chave conceito controle correio desemprego "
    "diesel doença esfera fantasma fiança fonte gasolina gaveta gigante globo guia hora hotel leito limite líder "
    "mãe maternidade matriz membro mestre modelo moeda moradia objeto oficina padrão papel paternidade pipa piloto "
    "poupança presente problema programa razão referência refeição relâmpago salário satélite saúde sede surpresa "
    "tampão tanque teto tipo transporte título vapor"
)
# Verbs and prefixes at the start of Portuguese compounds.
_PORTUGUESE_FIXED_PARTS = word_set(
    "abre aguarda apara apaga arranca arranha bate beija busca caça cata conta corta cobre desentope enche espanta "
    "ferra fura gira guarda lança lava leva limpa mata monta paga para passa pega pica pisca porta prende puxa quebra "
    "rasga roda saca salva seca segura solta tapa tira toca troca vira "
    "abaixo além alto anti ante auto bel bem check co contra e entre ex extra grã grão inter mal mega micro mini multi "
    "não pós pré pró quase recém sem semi sobre sota sub super ultra vice add back feed home know log on off online "
    "plug pop stand start web"
)

PLURAL_RULES = {
    "en": PluralRules(
        endings=_endings(
            "person:people child:children man:men foot:feet tooth:teeth mouse:mice thief:thieves "
            "knife:knives wife:wives shelf:shelves half:halves leaf:leaves sis:ses xis:xes "
            "ay:ays ey:eys oy:oys uy:uys y:ies ch:ches sh:shes s:ses x:xes z:zes :s"
        ),
        irregular=_irregular(
            "human:humans talisman:talismans german:germans roman:romans "
            "criterion:criteria phenomenon:phenomena bacterium:bacteria "
            "medium:media datum:data stratum:strata vertex:vertices,vertexes appendix:appendices,appendixes "
            "matrix:matrices,matrixes index:indexes,indices nucleus:nuclei stimulus:stimuli fungus:fungi "
            "bacillus:bacilli life:lives loaf:loaves potato:potatoes tomato:tomatoes echo:echoes veto:vetoes "
            "hero:heroes quiz:quizzes stomach:stomachs",
            unchanged="aircraft chassis equipment evidence feedback firmware furniture hardware information luggage "
            "machinery means personnel series software species staff data goods premises proceeds "
            "headquarters traffic",
        ),
        is_head_last=True,
        prepositions=word_set("of in at for on to with by per from"),
        invariable=word_set("elect general martial payable public receivable"),
    ),
    "pt": PluralRules(
        endings=_endings(
            "ão:ões,ãos,ães al:ais el:éis,eis il:is,eis ol:óis,ois ul:uis m:ns r:res,rs z:zes n:ns,nes ês:eses "
            "ás:ases ís:íses ós:oses s:s,ses x:x :s"
        ),
        unstressed=_endings("el:eis il:eis ol:ois"),
        irregular=_irregular(
            "mão:mãos cidadão:cidadãos irmão:irmãos órgão:órgãos órfão:órfãos cristão:cristãos grão:grãos vão:vãos "
            "chão:chãos sótão:sótãos bênção:bênçãos acórdão:acórdãos pagão:pagãos artesão:artesãos "
            "corrimão:corrimãos,corrimões pão:pães cão:cães capitão:capitães alemão:alemães escrivão:escrivães "
            "tabelião:tabeliães capelão:capelães guardião:guardiões,guardiães mal:males cônsul:cônsules "
            "hífen:hifens pólen:polens abdômen:abdomens abdómen:abdómenes,abdomens hímen:himens sêmen:semens "
            "cânon:cânones gás:gases caráter:caracteres carácter:carateres,caracteres júnior:juniores "
            "sênior:seniores juiz:juízes raiz:raízes mail:mails email:emails e-mail:e-mails banner:banners "
            "browser:browsers broker:brokers buffer:buffers cluster:clusters container:containers designer:designers "
            "driver:drivers folder:folders freezer:freezers hacker:hackers laser:lasers manager:managers "
            "partner:partners poster:posters router:routers scanner:scanners server:servers timer:timers "
            "trader:traders trailer:trailers",
            unchanged="lápis ônibus vírus bônus campus atlas tórax ônix pires cais software hardware firmware caos "
            "cosmos herpes diabetes pâncreas alferes antes menos mais jamais sales series canvas alias",
        ),
        prepositions=word_set("a ao até após com contra da das de desde do dos em entre na no para por sem sob sobre"),
        invariable=word_set("digitalmente eletronicamente menos offline online premium standard web wireless"),
        specifiers=_PORTUGUESE_SPECIFIERS,
        fixed_parts=_PORTUGUESE_FIXED_PARTS,
        plural_noun=re.compile(r"[\w-]{2,}(?:[ao]|[õãrz]e|[eé]i|[aoóu]i|n|\wde|\wte|\wse)s"),
        noun_compounds=word_set(
            "base chave civil corrente florestal marinha mor municipal noturno nocturno mar salário"
        ),
    ),
    "es": PluralRules(
        endings=_endings(
            "z:ces ión:iones án:anes én:enes ín:ines ón:ones ún:unes és:eses a:as e:es i:is o:os u:us á:ás é:és "
            "ó:ós í:íes,ís ú:úes,ús s:s,ses x:x :es"
        ),
        specifiers=word_set("base clave fuente ley límite madre modelo objetivo piloto puente tipo"),
    ),
    "fr": PluralRules(endings=_endings("ail:ails,aux al:aux,als eau:eaux au:aux eu:eux ou:ous,oux s:s x:x z:z :s")),
    "de": PluralRules(endings=_endings(":,e,en,n,er,s,es,nen"), is_head_last=True),
    "it": PluralRules(
        endings=_endings(
            "co:chi,ci go:ghi,gi ca:che ga:ghe cia:ce,cie gia:ge,gie io:i a:e,i o:i e:i à:à è:è ì:ì ò:ò ù:ù :"
        ),
        specifiers=word_set("base chiave limite madre modello obiettivo pilota tipo"),
    ),
}


def plural_rules_of(tag: str) -> PluralRules:
    """Return the rules for plurals in a language, which are empty if the table lacks it."""
    return PLURAL_RULES.get(base_language(tag), PluralRules())
