"""Words that a language writes with a capital even in the middle of a sentence: calendar, languages, countries, places.

Words that are as often common words ("May", "Polish") are left out.
"""


def _names(text: str) -> frozenset[str]:
    """Return the names of a text. They are separated by spaces, and an underscore is a space inside a name."""
    return frozenset(name.replace("_", " ") for name in text.split())


# Countries and continents with the same name in English and Portuguese.
_SHARED = """
Angola Argentina Barbados Benin Brunei Burkina_Faso Burundi Chile China Congo Costa_Rica Cuba Fiji Gabon Guatemala
Guyana Haiti Honduras Israel Kiribati Kosovo Kuwait Malawi Mali Malta Nepal Niger Palau Peru Portugal Samoa Senegal
Serra_Leoa Sri_Lanka Suriname Togo Tonga Tuvalu Uganda Vanuatu Venezuela
"""

ENGLISH = _names(
    _SHARED
    + """
Monday Tuesday Wednesday Thursday Friday Saturday Sunday
January February March April June July August September October November December
Christmas Easter Thanksgiving Ramadan
Africa African Americas America American Antarctica Arctic Asia Asian Atlantic Europe European Pacific Caribbean
Mediterranean Latin_America North_America South_America Central_America Middle_East North_Africa South_Africa
West_Africa East_Africa Southeast_Asia East_Asia
Afghanistan Albania Algeria Andorra Armenia Australia Austria Azerbaijan Bahamas Bahrain Bangladesh Belarus Belgium
Belize Bhutan Bolivia Bosnia Botswana Brazil Bulgaria Cambodia Cameroon Canada Chad Colombia Croatia Cyprus Czechia
Denmark Djibouti Dominica Dominican_Republic Ecuador Egypt El_Salvador Eritrea Estonia Ethiopia Finland France
Georgia Germany Ghana Greece Greenland Grenada Guinea Hungary Iceland India Indonesia Iran Iraq Ireland Italy
Ivory_Coast Jamaica Japan Kazakhstan Kenya Korea Kyrgyzstan Laos Latvia Lebanon Lesotho Liberia Libya Liechtenstein
Lithuania Luxembourg Madagascar Malaysia Maldives Mauritania Mauritius Mexico Moldova Monaco Mongolia Montenegro
Morocco Mozambique Myanmar Namibia Netherlands New_Zealand Nicaragua Nigeria North_Korea Norway Oman Pakistan
Palestine Panama Papua_New_Guinea Paraguay Philippines Poland Qatar Romania Russia Rwanda Saudi_Arabia Scotland Serbia
Seychelles Sierra_Leone Singapore Slovakia Slovenia Somalia South_Korea Spain Sudan Swaziland Sweden Switzerland Syria
Taiwan Tajikistan Tanzania Thailand Timor Trinidad Tunisia Turkey Turkmenistan Ukraine Uruguay Uzbekistan Vatican
Vietnam Wales Yemen Zambia Zimbabwe England Britain Great_Britain Northern_Ireland United_Kingdom United_States
United_States_of_America United_Arab_Emirates Soviet_Union
Arab Arabic Argentine Armenian Australian Austrian Bavarian Belgian Bengali Bolivian Brazilian British Bulgarian
Canadian Catalan Chilean Chinese Colombian Croatian Cuban Czech Danish Dutch Egyptian English Estonian Ethiopian
Finnish Flemish French German Greek Hebrew Hindi Hungarian Icelandic Indian Indonesian Iranian Iraqi Irish Israeli
Italian Japanese Jewish Kenyan Korean Kurdish Latin Latvian Lebanese Lithuanian Malay Mexican Mongolian Moroccan
Nigerian Norwegian Pakistani Palestinian Persian Peruvian Portuguese Roman Romanian Russian Scottish Serbian Slovak
Slovenian Soviet Spanish Swahili Swedish Swiss Syrian Thai Tunisian Turkish Ukrainian Vietnamese Welsh
Christian Catholic Protestant Muslim Islamic Buddhist Hindu Bible Islam Buddhism Christianity Judaism
Amsterdam Athens Bangkok Barcelona Beijing Berlin Boston Brasília Brussels Budapest Buenos_Aires Cairo California
Chicago Copenhagen Delhi Dublin Edinburgh Florida Geneva Hamburg Hollywood Hong_Kong Istanbul Jerusalem Lisbon London
Los_Angeles Madrid Manhattan Melbourne Milan Montreal Moscow Munich Nairobi New_Jersey New_Orleans New_York
New_York_City Oslo Paris Philadelphia Prague Rio_de_Janeiro Rome San_Francisco São_Paulo Seoul Shanghai Silicon_Valley
Stockholm Sydney Tel_Aviv Texas Tokyo Toronto Vancouver Venice Vienna Virginia Warsaw Washington Zurich
United_Nations European_Union European_Commission European_Parliament World_Bank World_War World_War_I World_War_II
Second_World_War First_World_War Red_Cross Supreme_Court World_Cup Olympic_Games Royal_Society
North_Sea Black_Sea Red_Sea Baltic_Sea North_Pole South_Pole New_Year Amazon_River Cold_War Wall_Street White_House
World_Health_Organization Bill_of_Rights Nobel_Prize Internet Google Mars
USA UK EU UN NATO UNICEF UNESCO OECD IMF FAQ CEO OWASP
"""
)

PORTUGUESE = _names(
    _SHARED
    + """
Natal Páscoa
África América_do_Norte América_do_Sul América_Latina América_Central América Antártida Ártico Ásia Atlântico Europa
Oceania Oriente_Médio Caribe Mediterrâneo Pacífico
Afeganistão África_do_Sul Albânia Alemanha Andorra Antígua Arábia_Saudita Argélia Armênia Austrália Áustria
Azerbaijão Bangladesh Bélgica Bielorrússia Bolívia Bósnia Botsuana Brasil Bulgária Cabo_Verde Camarões Camboja Canadá
Catar Cazaquistão Chade Chipre Cingapura Colômbia Coreia Coreia_do_Norte Coreia_do_Sul Costa_do_Marfim Croácia
Dinamarca Egito El_Salvador Emirados_Árabes_Unidos Equador Eritreia Escócia Eslováquia Eslovênia Espanha
Estados_Unidos Estônia Etiópia Filipinas Finlândia França Gana Geórgia Grécia Guiné Guiné-Bissau Holanda Hungria
Iêmen Índia Indonésia Inglaterra Irã Iraque Irlanda Islândia Itália Jamaica Japão Jordânia Laos Lesoto Letônia Líbano
Libéria Líbia Liechtenstein Lituânia Luxemburgo Macedônia Madagascar Malásia Maldivas Marrocos Maurício México
Moçambique Moldávia Mônaco Mongólia Montenegro Namíbia Nicarágua Nigéria Noruega Nova_Zelândia Omã Países_Baixos Panamá
Paquistão Paraguai Polônia Porto_Rico Quênia Reino_Unido República_Dominicana República_Tcheca Romênia Ruanda Rússia
São_Tomé_e_Príncipe Sérvia Singapura Síria Somália Sudão Suécia Suíça Tailândia Taiwan Tanzânia Timor-Leste Tunísia
Turquia Ucrânia União_Soviética Uruguai Vaticano Vietnã
Acre Alagoas Amapá Amazonas Bahia Ceará Distrito_Federal Espírito_Santo Goiás Maranhão Mato_Grosso
Mato_Grosso_do_Sul Minas_Gerais Pará Paraíba Paraná Pernambuco Piauí Rio_de_Janeiro Rio_Grande_do_Norte
Rio_Grande_do_Sul Rondônia Roraima Santa_Catarina São_Paulo Sergipe Tocantins Amazônia
Aracaju Belém Belo_Horizonte Brasília Campinas Coimbra Cuiabá Curitiba Faro Florianópolis Fortaleza Goiânia Lisboa
Macapá Maceió Manaus Ouro_Preto Porto_Alegre Recife Salvador Santos São_Luís Teresina Açores Algarve Alentejo
Amsterdã Atenas Berlim Bruxelas Buenos_Aires Copenhague Genebra Londres Madri Madrid Moscou Nova_York Nova_Iorque Paris
Pequim Roma Tóquio Viena Washington
EUA ONU OMS OIT OTAN UE UNESCO UNICEF IBGE USP UNESP UNICAMP UFRJ ENEM SUS INSS IPEA ANATEL ANEEL ANVISA IBAMA FGV IPHAN
OAB PIB IPTU IPVA IOF UTI FUNAI INCRA IPCA PIS COFINS SELIC ABNT Embrapa Petrobras AIDS CEO OWASP
Nações_Unidas União_Europeia Banco_Mundial Cruz_Vermelha Segunda_Guerra_Mundial Primeira_Guerra_Mundial Guerra_Fria
Internet
"""
)
