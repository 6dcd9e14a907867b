"""Words that show what a capitalised word is: the name of a person, a street or a firm, or something else."""

from translation.languages.words import word_set

# Words in lower case inside a person's or a street's name.
PARTICLES = word_set("de da do das dos del della di du des la le von van der den zu")
# What engines write for these particles.
TRANSLATED_PARTICLES = PARTICLES | word_set("of the from")
FORMS_OF_ADDRESS = word_set("mr mrs ms miss dr prof sr sra srta dra profa senhor senhora señor señora madame herr frau")
# Offices after a form of address: "Mr President".
OFFICES = word_set(
    "president presidente vice secretary secretário secretária speaker minister ministro ministra chairman chairwoman "
    "director diretor diretora judge juiz juíza mayor prefeito prefeita governor governador governadora deputado "
    "deputada senator senador senadora vereador vereadora ambassador embaixador embaixadora commissioner comissário "
    "comissária manager gerente editor relator relatora coordenador coordenadora professor professora reitor reitora "
    "doutor doutora engenheiro engenheira"
)
# Before these, a given name belongs to a ruler, a saint or a place, and its translation is right.
RULERS = word_set(
    "king queen prince princess pope emperor empress tsar czar czarina duke duchess archduke rei rainha príncipe "
    "princesa papa imperador imperatriz duque duquesa arquiduque kaiser sultan sultão rey reina emperador"
)
ESTABLISHED_BEFORE = RULERS | word_set(
    "saint st san santa santo são apostle prophet evangelist virgin lake mount port fort cape apóstolo profeta "
    "evangelista virgem nossa dom d lago monte porto cabo"
)
ESTABLISHED_AFTER = word_set("the of o a magno great grande baptist batista magdalene madalena")
# Surnames and epithets of persons whose names have translations.
ESTABLISHED_SURNAMES = word_set(
    "columbus colombo luther lutero magellan copernicus copérnico caesar césar calvin calvino aquinas aquino "
    "vespucci vespúcio machiavelli maquiavel arc assisi assis bonaparte erasmus loyola antoinette antonieta stuart "
    "tudor iscariot iscariotes galilei medici médici kepler"
)
SCRIPTURE = word_set(
    "jesus christ cristo god deus lord bible bíblia gospel evangelho apostle apostles apóstolo apóstolos disciple "
    "adam adão eve eva disciples discípulo discípulos testament testamento genesis gênesis psalm salmo"
)
CALENDAR = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december segunda terça quarta quinta sexta sábado domingo janeiro fevereiro março "
    "abril maio junho julho agosto setembro outubro novembro dezembro"
)
STREETS_BEFORE = word_set(
    "rua avenida av travessa praça alameda largo estrada rodovia bairro vila jardim fazenda edifício condomínio "
    "residencial loteamento município calle avenida plaza rue place via piazza"
)
STREETS_AFTER = word_set("street st avenue ave road rd lane drive boulevard blvd square court terrace close")
# Words that make a heading of a name: "Carlos Chagas Institute", "About Orange Inc."
NO_PERSON = word_set(
    "institute school university college hospital law act award foundation report library museum theatre theater "
    "bridge center centre county street park effect theorem method prize house day park club society church river lake "
    "airport tower group collection letters works story life biography"
)
INSTITUTIONS = word_set("district university college academy school hospital church")
# Words at the start of the name of a school or hospital: "ESCOLA MUNICIPAL PAULO FREIRE".
NAMED_AFTER_PERSONS = word_set("hospital escola colégio maternidade creche ginásio")
NO_FIRM_START = word_set(
    "about sobre welcome why how who what our the contact terms between by with against for from to in at of and a "
    "an o os as um uma contrato contract agreement acordo entre com para por em história history report relatório "
    "policy política copyright minutes ata atas meeting reunião assembleia estatuto estatutos termo termos balanço "
    "demonstração proposta proposal carta letter invoice fatura nota board conselho annual sales employees clients"
)
# Words that belong to the name before them and keep its capitals: "Wikimedia Foundation".
ORGANISATIONS = word_set(
    "foundation institute university association group company corporation bank council society trust agency union "
    "college academy church hospital school center centre museum library press"
)
# Words that make a title the name of an organisation: "Federal Aviation Administration".
ORGANISATIONS_IN_TITLES = ORGANISATIONS | word_set(
    "office department ministry secretariat administration authority bureau committee commission corps parliament"
)
# Words that end the name of a firm without its legal form: "Ford Motor Company".
FIRMS = word_set("company corporation group holdings bank trust fund partners industries systems technologies airlines")
# Nouns after the name of a place or firm, which they belong to: "San Joaquin Valley".
HEADS = ORGANISATIONS | word_set(
    "valley river lake bay island islands mountain mountains park beach bridge airport station hill hills canyon "
    "forest desert coast peninsula strait ocean sea falls creek cape harbor harbour tower castle cathedral church "
    "county stadium theatre theater hotel"
)
# Words after a person's name that are not surnames: "Ana Reis Department of Physics".
NO_SURNAME = (
    ORGANISATIONS
    | NO_PERSON
    | OFFICES
    | word_set(
        "the department faculty ministry office attorney lawyer departamento faculdade universidade instituto escola "
        "secretaria secretaría ministério procuradoria procurador procurador-geral promotor promotora advogado "
        "advogada hospital colégio fundação associação empresa"
    )
)
