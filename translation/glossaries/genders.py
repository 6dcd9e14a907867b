"""Genders of nouns by their endings, for glossaries without genders. Only words and endings with one gender count."""

import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from translation.languages.tags import base_language

# Genders with patterns of their nouns. The first match counts. An empty gender means unknown.
Genders: TypeAlias = Sequence[tuple[str, re.Pattern[str]]]


def _nouns(words: str, endings: str = "") -> re.Pattern[str]:
    """Return a pattern for these nouns and nouns with these endings, with their plurals in "-s" and "-es"."""
    patterns = [*words.split(), *(rf"\w+{ending}" for ending in endings.split())]
    return re.compile(rf"(?:{'|'.join(patterns)})(?:e?s)?")


# Feminine nouns with endings of the other groups.
_PORTUGUESE_EXCEPTIONS = _nouns(
    "área ata cama chama conquista entrevista foto gema lama libido lista metade moto pista redoma reunião revista "
    "saúde tribo união vista"
)
# Nouns with two genders, mostly persons, and nouns whose genders differ in meaning.
_PORTUGUESE_BOTH = _nouns(
    "agiota artista atleta caixa camarada capital colega corneta cura grama guarda guia lente ordenança personagem "
    "polícia profeta rádio sentinela soprano trompete vigia",
    "ista iatra peuta cida crata",
)
_PORTUGUESE_MASCULINE = _nouns(
    "apêndice armazém artesão automóvel balcão bastão bem bocal bordão botão brasão caminhão campeão canal carimbo "
    "cartão carvão cheque clima clube cometa comitê componente comprovante contêiner convite coração cordão cristão "
    "dia ecrã edital escrivão exame expediente filme fogão frete fusível galpão guindaste hospital imóvel índice item "
    "jornal juiz leilão lembrete limite lote mandril manual mapa metal motim nome nível óculos pacote padrão painel "
    "papel parecer patrão pedal pente pistão planeta pneu poeta portal portão recipiente refrão regime relé réu salão "
    "sal satélite sinal software suporte telemóvel tema terminal trauma trem tribunal túnel tumor vagão vão viés "
    "volante volume vírus",
    r"[si]tema blema quema \w\woma grama asma isma [dstlgpv]or mento que [^ã]o",
)
_PORTUGUESE_FEMININE = _nouns(
    "apólice árvore base central chave classe colher cor credencial cruz dor equipe fase filial flor fonte frase "
    "gestão lei luz mão matriz multidão nave ordem parede parte pele ponte questão razão rede sede sigla sucursal "
    "sugestão tarde tese torre trave variável vez voz",
    "ção são xão idão gião inião ções sões dade tude [aiu]gem [aiu]gens [âê]ncia eza ese ise ose "
    "[rl]ma ima [aeou]sta ea [bcçdfghijlnpqruvxz]a [aeiounlrs]sa [^s]ta",
)
_VERB_FIRST = re.compile(r"(?:guarda|porta|para|saca|quebra|lava|conta|tira|arranha|limpa)-\w+")
_GENDERS: Mapping[str, Genders] = {
    "pt": (
        ("m", _VERB_FIRST),
        ("f", _PORTUGUESE_EXCEPTIONS),
        ("", _PORTUGUESE_BOTH),
        ("m", _PORTUGUESE_MASCULINE),
        ("f", _PORTUGUESE_FEMININE),
    ),
}


def gender_of(phrase: str, tag: str) -> str:
    """Return the gender of the first word of a phrase in a language: "m", "f", or an empty text if it is not sure."""
    first = phrase.split()[0] if phrase.strip() else ""
    head = "" if first.isupper() else first.lower()
    for gender, pattern in _GENDERS.get(base_language(tag), ()):
        # The first part of a compound has its gender, unless the whole word is known.
        if pattern.fullmatch(head) or pattern.fullmatch(head.split("-")[0]):
            return gender
    return ""
