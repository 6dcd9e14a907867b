"""Given names: groups of equivalent ones, which engines translate into each other, and other common ones."""

import unicodedata

from translation.languages.words import word_set

# Each line has the forms of one name in English, Portuguese, Spanish, French, Italian and German.
_EQUIVALENT_NAMES = """
Agnes Inês Inés Agnès Agnese
Alexander Alexandre Alejandro Alessandro
Alice Alícia Alicia
Ambrose Ambrósio Ambrosio
Andrew André Andrés Andrea Andreas
Angela Ângela Ángela Angèle
Anne Ana Anna Ann Anita
Anthony Antônio António Antonio Antoine Anton
Arthur Artur Arturo
Augustine Agostinho Agustín Augustin Agostino
Augustus Augusto Auguste
Barbara Bárbara
Bartholomew Bartolomeu Bartolomé
Basil Basílio Basilio
Beatrice Beatriz Béatrice
Benedict Bento Benedito Benito Benoît Benedetto
Benjamin Benjamim Benjamín
Bernard Bernardo Bernhard
Catherine Catarina Catalina Caterina Katharina Katherine Kathryn
Cecilia Cecília Cécile Cecily
Charles Carlos Carlo Karl
Christina Cristina Christine
Christopher Cristóvão Cristóbal Christophe Cristoforo Christoph
Claire Clara Clare
Claude Cláudio Claudio
Claudia Cláudia
Cyril Cirilo
Daniel Daniele
David Davi Davide
Deborah Débora
Denis Dinis Dionísio Dennis
Dominic Domingos Dominique
Dorothy Doroteia Dorotea Dorothea
Edmund Edmundo Edmond
Edward Eduardo Édouard Edoardo Eduard
Eleanor Leonor Eléonore Eleonora
Elizabeth Isabel Elisabete Élisabeth Elisabetta Elisabeth Elizabete
Emily Emília Emilia Émilie
Eric Érico Erik Erich
Ernest Ernesto Ernst
Esther Ester
Eugene Eugênio Eugenio Eugène
Eve Eva
Fatima Fátima
Ferdinand Fernando Fernão
Francis Francisco François Francesco Franz Frank
Frances Francisca Françoise Francesca
Frederick Frederico Federico Frédéric Friedrich
Gabriela Gabriella Gabrielle
Gloria Glória Glory
Grace Graça Gracia
George Jorge Georges Giorgio Georg Georgios
Gerard Gerardo Gérard Gerald Geraldo
Gilbert Gilberto
Gregory Gregório Gregorio Grégoire Gregor
Helen Helena Elena Hélène Ellen
Henry Henrique Enrique Henri Enrico Heinrich
Hugh Hugo
Ignatius Inácio Ignacio Ignace
Irene Irène
Isabella Isabela
Jacob Jacó
Jacqueline Jaqueline
James Tiago Santiago Jaime Diogo Diego Jacques Giacomo
Jane Joana Juana Jeanne Giovanna Johanna Joan
Jerome Jerônimo Jerónimo Jérôme
Joachim Joaquim Joaquín
John João Juan Jean Giovanni Johann Johannes
Jonathan Jônatas Jonatas
Joseph José Giuseppe Josef
Josephine Josefina
Judith Judite
Julia Júlia Julie Giulia
Julian Juliano Julián Julien
Julius Júlio Julio Jules
Lawrence Lourenço Lorenzo Laurent Laurence
Leonard Leonardo Léonard
Leo Leão León Léon
Louis Luís Luis Luigi Ludwig Lewis Luiz
Louise Luísa Luisa Luiza
Lucy Lúcia Lucia Lucía Lucie
Luke Lucas Luc Luca
Margaret Margarida Margarita Marguerite Margherita Margarete
Mark Marcos Marc Marco Markus
Martha Marta Marthe
Martin Martinho Martim Martín Martino
Mary Maria María Marie
Matthew Mateus Mateo Matthieu Matteo Matthias Matheus
Maurice Maurício Mauricio Maurizio
Michael Miguel Michel Michele
Monica Mônica Mónica Monique
Natalie Natália Natalia
Nicholas Nicolau Nicolás Nicolas Nikolaus
Oscar Óscar
Patricia Patrícia
Patrick Patrício Patricio
Paul Paulo Pablo Paolo
Paula Paola
Peter Pedro Pierre Pietro
Philip Filipe Felipe Phillip Philippe Filippo Philipp
Rachel Raquel Rachele
Ralph Raul Raúl
Raphael Rafael Raphaël Raffaele
Raymond Raimundo Ramón Raimondo
Rebecca Rebeca
Richard Ricardo Riccardo
Robert Roberto
Roger Rogério Rogelio Ruggero
Ruth Rute
Samuel Samuele
Sarah Sara
Sebastian Sebastião Sebastián Sébastien Sebastiano
Severinus Severino Séverin
Simon Simão Simón Simone
Sophia Sofia Sofía Sophie
Stephen Estêvão Estevão Esteban Étienne Stefano Stefan Steven
Susan Susana Suzana Susanna Suzanne
Sylvester Silvestre
Sylvia Sílvia Silvia
Theodore Teodoro Théodore Theodor
Theresa Teresa Thérèse Tereza
Thomas Tomás Tomé Tommaso
Timothy Timóteo Timoteo Timothée
Tobias Tobias Tobías
Ursula Úrsula
Valentine Valentim Valentín
Veronica Verônica Verónica Véronique
Victor Vítor Víctor Vittorio Vitor
Vincent Vicente Vincenzo Vincenz
Walter Valter Gualter
William Guilherme Guillermo Guillaume Guglielmo Wilhelm
Xavier Javier Saverio
"""

_OTHER_NAMES = """
Aaron Amy Andy Ashley Beth Brad Brittany Charlie Cindy Craig Dan Dave Debbie Doug Dylan Fred Gary Greg Harry Jamie Jeff
Jerry Jill Jim Joe Judy Justin Kathy Kelly Ken Kenny Kyle Larry Logan Matt Mike Nancy Nathan Nicole Phil Ron Ryan Scott
Sean Shawn Stacy Steve Ted Terry Tim Todd Travis Tyler Wayne
Gabriel Giane Larissa Marcus Ronald Vinicius
Adriana Adriano Aline Alfredo Álvaro Amanda Amélia Ananda Anderson Antônia Armando Bianca Brenda Brian Bruna Bruno
Caio Camila Carla Carolina Carol Cátia Célia Célio César Cíntia Conceição Cristiano Danielle Daniela Débora Diana
Donald Douglas Edith Edna Eduarda Elaine Eliana Eliane Elias Elisa Elsa Emanuel Emma Érica Estela Ethan Evelyn Fabiana
Fábio Fabrício Fernanda Fiona Flávia Flávio Gareth Gilda Gisele Giovana Gonçalo Graham Guido Gustavo Harold Heitor
Heloísa Hilda Howard Ian Ingrid Iracema Isaac Ivan Ivone Jandira Jasmine Jason Jeffrey Jennifer Jessica Jonas Joaquina
Juliana Karen Karina Keith Kevin Laura Leandro Letícia Lívia Lorena Luana Luciana Luciano Lucília Luzia Manoel Manuel
Manuela Marcela Marcelo Márcia Márcio Mariana Marina Mário Marlene Marisa Marta Matilde Mauro Megan Melissa Michelle
Murilo Nádia Natasha Neil Nelson Nigel Nuno Olívia Olivia Oliver Osvaldo Otávio Pamela Priscila Rafaela Regina Renata
Renato Rita Roberta Rodrigo Ronaldo Rosalind Rosana Rosângela Rui Sabrina Sandra Sérgio Sheila Siobhan Solange Sônia
Stella Stuart Tânia Tatiana Thiago Trevor Valéria Vanessa Vera Vinícius Wagner Wanda Wendy Yara Yvonne Zélia Zilda
"""


def without_accents(word: str) -> str:
    """Return a word in lower case and without accents."""
    """Return a word in lower case and without accents."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _groups() -> dict[str, frozenset[str]]:
    groups: dict[str, frozenset[str]] = {}
    for line in _EQUIVALENT_NAMES.strip().splitlines():
        names = [name.lower() for name in line.split()]
        group = frozenset(names) | frozenset(map(without_accents, names))
        for name in group:
            groups[name] = groups.get(name, frozenset()) | group
    return groups


# The forms of each given name in other languages, with and without accents. All are in lower case.
EQUIVALENTS = _groups()
GIVEN_NAMES = frozenset(EQUIVALENTS) | frozenset(name.lower() for name in _OTHER_NAMES.split())
# Given names that are also common words. They do not show that a text is a person's name.
AMBIGUOUS_NAMES = word_set(
    "mark marcos clara bento leão grace graça glória gloria glory frank sylvester victor ventura diana marina jasmine "
    "regina vera domingos eve eva basil ester sofia augusta santiago"
)
