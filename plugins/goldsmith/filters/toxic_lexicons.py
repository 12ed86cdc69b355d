# ruff: noqa: RUF001 (words of several scripts)
"""Words and phrases that attack, in thirteen languages, for `toxic_words.py`.

They stand here to be found in data and taken out of it. A word's star stands for any ending; phrases are regular
expressions in which GROUP stands for the language's groups of people. All are matched in normal form (NFKC, case-folded).
"""

from dataclasses import dataclass

__all__ = ["LEXICONS", "Lexicon"]


@dataclass(frozen=True)
class Lexicon:
    """What one language attacks with.

    Attributes:
        profanity: words that are obscene to whomever they are said; blanks between them, underscores within.
        slurs: words that degrade a group of people.
        insults: words that insult somebody they are said to, and are harmless otherwise.
        address: what comes before an insult that is said to somebody, up to two words between them.
        vocative: the same, with nothing between them.
        threats: phrases that threaten, or wish death.
        groups: words for groups of people.
        attacks: phrases that deny a group its humanity, its rights or its place.
        spoken_of: what before a word says that it is spoken of and not said.
        condemned: what after it does.
        unspaced: whether the script has no blanks between words.
    """

    profanity: str
    slurs: str
    insults: str
    address: str
    vocative: str
    threats: tuple[str, ...]
    groups: str
    attacks: tuple[str, ...]
    spoken_of: str
    condemned: str
    unspaced: bool = False


LEXICONS: dict[str, Lexicon] = {
    "en": Lexicon(
        profanity="fuck* motherfuck* clusterfuck* shit shits shitty shithead* bullshit* dipshit* bitch* cunt* asshole* arsehole* dickhead* cocksuck* twat* wanker* bastard* douchebag* dumbass* jackass* 🖕",
        slurs="nigger* nigga* faggot* fags kike* gook* wetback* raghead* towelhead* tranny trannies retard retards retarded paki pakis beaner* sandnigger*",
        insults="idiot* moron* imbecile* stupid dumb loser* trash garbage scum pathetic worthless ugly disgusting filth* pig cow clown cretin* vermin parasite* whore* slut* freak bastard*",
        address=r"you(?:'re| are)(?: all| people| guys)?|u r|ur|youre",
        vocative=r"you|u|shut up",
        threats=(
            r"\bi(?:'ll| will| am going to|'m going to|'m gonna|ma| swear i'll) (?:\w+ )?(?:kill|murder|stab|shoot|hurt|beat|rape|strangle|burn|find and \w+) (?:you|u|your (?:family|kids|children))\b",
            r"\bkill (?:yourself|urself)\b|\bkys\b|\b(?:go|please|just) die\b(?! hard)|\byou(?:'re| are)? (?:should|deserve to|will|ought to|better|going to) (?:all )?(?:die|hang|be (?:shot|killed|hanged|raped|gassed))\b",
            r"\bi hope (?:you|u|they) (?:all )?(?:die|get (?:cancer|raped|killed|shot)|choke|rot)\b|\bwatch your back\b|\byou(?:'re| are) (?:a )?dead (?:man|meat)?\b|\bi know where you live\b",
            r"\b(?:nobody|no one) would (?:miss|care if) you\b",
        ),
        groups="jews? muslims? christians? blacks? whites? asians? arabs? gays? lesbians? immigrants? migrants? refugees? foreigners? women mexicans? africans? gyps(?:y|ies) roma homosexuals? transgenders? disabled indians? chinese poles",
        attacks=(
            r"\b(?:the |all |these |those )?(?:black |gay |trans |disabled )?(?:GROUP|(?:black|gay|trans|disabled) people) are (?:all |just |nothing but |only |like |mostly |too )*(?:a )?(?:vermin|animals|sub-?humans?|subhuman|parasites?|rats|cockroaches|filth|filthy|scum|disease|plague|inferior|stupid|dirty|lazy|criminals|thieves|pigs|monkeys|trash|garbage|less intelligent)\b",
            r"\b(?:kill|gas|exterminate|shoot|hang|burn|deport) (?:all|every|the) (?:of the )?(?:the )?GROUP\b",
            r"\bGROUP (?:should|must|need to|deserve to|do not deserve to|don't deserve to|have no right to|should not|shouldn't) (?:all |never )?(?:be )?(?:die|killed|gassed|exterminated|shot|hanged|deported|allowed to (?:vote|breed|work)|vote|breed|exist|live|stay in the kitchen)\b",
            r"\b(?:go|get) back to (?:your (?:own )?country|africa|mexico|where you came from)\b",
        ),
        spoken_of=r"\b(?:words?|terms?|slurs?|called|calling|calls|call(?! you)|names like|labell?ed|says?|saying|said|shout(?:s|ed|ing)?|yell(?:s|ed|ing)?|wrote|writes|claims?|claiming|that|insults?|phrases?|lyrics?|quotes?|reads?)\b(?! (?:to )?you\b)[^.!?]{0,30}$",
        condemned=r"^[^.!?]{0,40}\b(?:is|are|was|were) (?:a |an )?(?:never|not (?:ok|okay|acceptable|funny|a joke)|wrong|slurs?|racist|hurtful|offensive|unacceptable|hate speech|harassment|bigotry|lie|prejudice)",
    ),
    "de": Lexicon(
        profanity="fick_dich ficken fickt fickst ficker gefickt* verfickt* scheiß* scheiss* beschissen* arsch arschloch* arschlöcher* arschgeige* fotze* wichser* hurensohn* hurensöhne* schlampe* missgeburt* drecksau drecksack* hure huren verpiss* halt_die_fresse leck_mich_am_arsch",
        slurs="kanake* kanacke* nigger* neger* schwuchtel* judensau zigeunerpack spast spasti spasten mongo mongos tunte* kümmeltürke* schlitzauge*",
        insults="idiot* depp* trottel* vollidiot* dumm* blöd* versager* abschaum dreck müll hässlich* wertlos* erbärmlich* widerlich* schwein* sau ungeziefer parasit* penner*",
        address=r"du bist|ihr seid|bist du|sie sind",
        vocative=r"du|ihr",
        threats=(
            r"\bich (?:werde |bring(?:e)? |mach(?:e)? |schlag(?:e)? |stech(?:e)? )(?:dich|euch)(?: \w+){0,2} (?:um(?:bringen)?|töten|kalt|tot|ab|fertig|erschießen|schlagen|finden und töten)\b",
            r"\b(?:bring dich um|stirb(?: endlich)?|verreck(?:e|t)?|geh sterben|ich hoffe,? du stirbst|du sollst sterben|ich weiß,? wo du wohnst|man sollte dich (?:erschießen|aufhängen|vergasen))\b",
            r"\bniemand würde dich vermissen\b",
        ),
        groups="juden muslime moslems ausländer flüchtlinge migranten schwarze schwule lesben frauen türken araber zigeuner roma behinderte polen",
        attacks=(
            r"\b(?:die |alle )?GROUP sind (?:alle |nur |doch |nichts als |wie )*(?:\w+ )?(?:ungeziefer|tiere|untermenschen|parasiten|ratten|abschaum|dreck|dreckig|verbrecher|minderwertig|dumm|zu dumm|schmarotzer)\b",
            r"\bGROUP (?:raus|vergasen|abschieben|gehören (?:vergast|abgeschoben|erschossen|an den herd|ins gas))\b|\b(?:tötet|vergast|erschießt) (?:alle|die) GROUP\b",
            r"\bgeh zurück (?:in|nach) (?:dein land|deine heimat|afrika|woher du kommst)\b",
        ),
        spoken_of=r"\b(?:wort|wörter|begriff|ausdruck|schimpfwort|beleidigung|als|sagt(?:e)?|sagen|schrie|rief|nannte|nennt|genannt|behauptet|parolen?|satz|dass)\b[^.!?]{0,30}$",
        condemned=r"^[^.!?]{0,40}\b(?:ist|sind|war|waren) (?:eine? )?(?:nie|niemals|nicht (?:ok|okay|in ordnung|lustig)|falsch|rassistisch|beleidigend|verletzend|inakzeptabel|beleidigung|schimpfwort)|^[^.!?]{0,20}\b(?:genannt|beschimpft|nennen|zu nennen)",
    ),
    "fr": Lexicon(
        profanity="nique_ta niquer ta_mère_la_pute putain* merde merdique* enculé* encule* connard* connasse* conne salope* salaud* pute putes bordel_de_merde ta_gueule ferme_ta_gueule fils_de_pute va_te_faire_foutre va_te_faire_enculer couille* branleur* trou_du_cul",
        slurs="bougnoule* négro* pédé* tapette* youpin* gouine* bicot* sale_arabe sale_juif sale_noir sale_pédé niakoué* chinetoque* mongolien*",
        insults="idiot* imbécile* crétin* débile* abruti* stupide* minable* nul nulle ordure* déchet* laid* moche* porc cochon* vermine parasite* raté* pauvre_type",
        address=r"tu es|t'es|vous êtes|t'as l'air d'(?:un|une)",
        vocative=r"espèce de|sale|pauvre|bande de",
        threats=(
            r"\bje (?:vais|te) (?:te |vous )?(?:tuer|tue|buter|bute|crever|égorger|frapper|casser la gueule|retrouver et te tuer|violer)\b",
            r"\b(?:suicide-toi|va mourir|crève|tue-toi|j'espère que tu (?:vas )?(?:mourir|meurs|crever|crèves)|tu mérites de (?:mourir|crever)|je sais où tu habites)\b",
            r"\btu ne manquerais à personne\b",
        ),
        groups="juifs musulmans arabes noirs immigrés migrants réfugiés étrangers gays homosexuels lesbiennes femmes roms gitans chinois africains handicapés",
        attacks=(
            r"\b(?:les |ces |tous les )?GROUP (?:sont|c'est) (?:tous |toutes |que |des |de la |juste |trop )*(?:\w+ )?(?:vermine|animaux|sous-hommes|parasites?|rats|cafards|ordures?|racaille|inférieure?s|sales|stupides|bêtes|voleurs|criminels)\b",
            r"\b(?:mort aux|tuez (?:tous )?les|dehors les|gazez les) GROUP\b|\bGROUP (?:dehors|doivent (?:mourir|être (?:tués|exterminés|gazés|expulsés))|ne devraient pas (?:voter|exister))\b",
            r"\b(?:rentre|retourne) (?:dans ton pays|chez toi|en afrique)\b",
        ),
        spoken_of=r"\b(?:mots?|terme|insultes?|traité[es]*|traiter|traite|appelé[es]*|appeler|dit|dire|crié|criait|écrit|affirme|que|slogans?|expression)\b[^.!?]{0,30}$",
        condemned=r"^[^.!?]{0,40}\b(?:est|sont|c'est|était) (?:une? )?(?:jamais|inacceptable|pas (?:acceptable|drôle|normal)|raciste|blessant|insultant|insulte|faux)",
    ),
    "es": Lexicon(
        profanity="puta putas puto putos hijo_de_puta hijos_de_puta hijoputa* mierda* joder jódete jodete coño gilipollas cabrón cabron cabrones pendejo* chinga* chingada* culero* pinche* cojones zorra* malparido* follar cállate_la_boca",
        slurs="maricón maricon maricones marica maricas sudaca* negrata* moro_de_mierda bollera* mongólico* subnormal* panchito* travelo*",
        insults="idiota* imbécil* imbecil* estúpido* estúpida* tonto* tonta* basura escoria inútil* inutil* fracasado* asqueroso* asquerosa* feo fea cerdo* cerda* parásito* patético* patética* payaso* burro*",
        address=r"eres|sois|ustedes son|usted es|sos",
        vocative=r"maldito|maldita|pedazo de",
        threats=(
            r"\b(?:te|os|los) (?:voy|vamos) a (?:matar|pegar|rajar|violar|reventar|quemar|encontrar y matar)\b|\bte (?:mato|mataré|reviento)\b",
            r"\b(?:mátate|suicídate|muérete|ojalá te mueras|espero que te mueras|mereces morir|deberías morirte|sé dónde vives)\b",
            r"\bnadie te (?:echaría de menos|extrañaría)\b",
        ),
        groups="judíos musulmanes moros negros inmigrantes migrantes refugiados extranjeros gays homosexuales lesbianas mujeres gitanos chinos africanos árabes discapacitados",
        attacks=(
            r"\b(?:los |las |esos |todos los |todas las )?GROUP (?:son|no son más que) (?:todos |todas |unos |unas |solo |sólo |demasiado |una )*(?:\w+ )?(?:animales|ratas|basura|escoria|parásitos|infrahumanos|plaga|cucarachas|inferiores|sucios|estúpidas|estúpidos|tontas|tontos|ladrones|criminales|delincuentes)\b",
            r"\b(?:muerte a|maten a|hay que matar a) (?:todos |todas )?(?:los |las )GROUP\b|\bGROUP (?:deberían (?:morir|ser (?:exterminados|expulsados))|fuera|no deberían (?:votar|existir))\b",
            r"\b(?:vete|vuelve|regresa) a tu país\b",
        ),
        spoken_of=r"\b(?:palabras?|términos?|insultos?|llamado|llamó|llamar|llaman|llamarle|dijo|dice|decir|gritó|gritaron|escribió|afirma|que|frases?|lema)\b[^.!?]{0,30}$",
        condemned=r"^[^.!?]{0,40}\b(?:es|son|fue|era) (?:una? )?(?:nunca|inaceptable|racista|ofensiv[oa]|hiriente|insulto|mentira|falso)|^[^.!?]{0,40}\bno (?:es|tiene) (?:aceptable|gracia|gracioso)",
    ),
    "pt": Lexicon(
        profanity="porra caralho* merda* puta putas puto filho_da_puta filha_da_puta filhos_da_puta foder foda-se fodido* vai_se_foder vai_tomar_no_cu cuzão* buceta* cacete arrombado* desgraçado* vadia* piranha_safada cala_a_boca babaca* escroto*",
        slurs="viado* veado_de_merda bicha_nojenta sapatão_nojenta traveco* macaco_preto crioulo* paneleiro* retardado* mongoloide* judeu_sujo",
        insults="idiota* imbecil* burro* burra* estúpid* otário* otária* lixo inútil* nojento* nojenta* fracassado* fracassada* feio feia porco* porca* verme* parasita* palhaço* escória patétic*",
        address=r"você é|vc é|tu és|vocês são|és um|és uma",
        vocative=r"seu|sua",
        threats=(
            r"\b(?:vou|vamos) (?:te |lhe )?(?:matar|bater|estuprar|esfaquear|quebrar|te achar e matar)(?:-te| você)?\b|\bte mato\b",
            r"\b(?:se mata|mata-te|morre logo|tomara que (?:você|vc|tu) morra|espero que (?:você|tu) morra|merece morrer|sei onde você mora)\b",
            r"\bninguém (?:vai |iria )?sentir(?:ia)? (?:a )?(?:tua|sua) falta\b",
        ),
        groups="judeus muçulmanos negros pretos imigrantes migrantes refugiados estrangeiros gays homossexuais lésbicas mulheres ciganos chineses africanos árabes nordestinos deficientes índios",
        attacks=(
            r"\b(?:os |as |esses |todos os |todas as )?GROUP (?:são|não passam de) (?:todos |todas |uns |umas |só |uma |burras demais|muito )*(?:\w+ )?(?:animais|ratos|lixo|escória|parasitas|sub-?humanos|praga|baratas|inferiores|sujos|burras|burros|ladrões|criminosos|bandidos|vermes)\b",
            r"\b(?:morte aos|matem (?:todos )?os|tem que matar (?:todos )?os) GROUP\b|\bGROUP (?:deveriam (?:morrer|ser (?:exterminados|expulsos))|fora|não deveriam (?:votar|existir))\b",
            r"\b(?:volta|volte|vai) (?:para|pro|pra) (?:o )?(?:teu|seu) país\b",
        ),
        spoken_of=r"\b(?:palavras?|termos?|insultos?|xingamentos?|chamado|chamada|chamou|chamar|chamam|disse|diz|dizer|gritou|gritaram|escreveu|afirma|que|frases?)\b[^.!?]{0,30}$",
        condemned=r"^[^.!?]{0,40}\b(?:é|são|foi) (?:uma? )?(?:nunca|inaceitável|racista|ofensiv[oa]|insulto|mentira|falso)|^[^.!?]{0,40}\bnão (?:é|tem) (?:aceitável|graça|engraçado)",
    ),
    "it": Lexicon(
        profanity="cazzo cazzi cazzata* vaffanculo fanculo stronzo* stronza* stronzi merda merdoso* puttana* troia troie figlio_di_puttana testa_di_cazzo coglione* coglioni minchia bastardo* bastardi pezzo_di_merda zoccola* rompicoglioni",
        slurs="frocio* froci finocchio_di_merda terrone* terroni ricchione* ricchioni zingaro_di_merda mongoloide* ritardato* crucco* ebreo_di_merda",
        insults="idiota* idioti imbecille* imbecilli stupido* stupida* scemo* scema* cretino* cretina* deficiente* fallito* fallita* spazzatura feccia schifoso* schifosa* brutto brutta maiale* porco verme* parassita* pagliaccio* inutile* patetico* patetica*",
        address=r"sei|siete",
        vocative=r"razza di|brutto|brutta|pezzo di",
        threats=(
            r"\b(?:ti|vi) (?:ammazzo|uccido|ucciderò|ammazzerò|spacco|sgozzo|picchio|vengo a cercare e ti ammazzo)\b|\bti spacco la faccia\b",
            r"\b(?:ammazzati|ucciditi|crepa|muori|spero che tu (?:muoia|crepi)|meriti di morire|devi morire|so dove abiti)\b",
            r"\bnon mancheresti a nessuno\b",
        ),
        groups="ebrei musulmani neri immigrati migranti rifugiati stranieri gay omosessuali lesbiche donne zingari rom cinesi africani arabi disabili meridionali",
        attacks=(
            r"\b(?:gli |i |le |tutti i |tutti gli |questi )?GROUP (?:sono|non sono altro che) (?:tutti |tutte |solo |dei |degli |delle |come |troppo )*(?:\w+ )?(?:animali|ratti|topi|spazzatura|feccia|parassiti|subumani|sub-umani|scarafaggi|inferiori|sporchi|stupide|stupidi|ladri|criminali|delinquenti|bestie)\b",
            r"\b(?:morte (?:ai|agli|alle)|uccidete (?:tutti )?(?:gli|i)) GROUP\b|\bGROUP (?:devono (?:morire|essere (?:uccisi|sterminati|gasati|espulsi))|fuori|non dovrebbero (?:votare|esistere))\b",
            r"\b(?:torna|tornatene|tornate) (?:al|nel) (?:tuo|vostro) paese\b",
        ),
        spoken_of=r"\b(?:parola|parole|termine|insulto|insulti|chiamato|chiamata|chiamare|chiamano|detto|dice|dire|gridato|urlato|scritto|afferma|che|frase|slogan)\b[^.!?]{0,30}$",
        condemned=r"^[^.!?]{0,40}\b(?:è|sono|era) (?:un |una )?(?:mai|inaccettabile|razzista|offensiv[oa]|insulto|falso|bugia)|^[^.!?]{0,40}\bnon (?:è|fa) (?:accettabile|ridere|divertente)",
    ),
    "nl": Lexicon(
        profanity="krijg_de_kanker krijg_de_tering kankerlijer* kutwijf* kutzooi klootzak* hoer hoeren hoerenjong godverdomme godver lullo* eikel_van_een* rotzak* klote* flikker_op rot_op schijt* neuk* trut* sukkel_van_een* bek_houden fuck* shit",
        slurs="nikker* neger* flikker flikkers mietje* makak* mongool mongolen spleetoog* kutmarokkaan* kankerjood* zandneger* ",
        insults="idioot* idioten sukkel* stom* dom dommerik* debiel* imbeciel* mislukkeling* afval uitschot tuig lelijk* waardeloos* walgelijk* varken* parasiet* loser* zielig*",
        address=r"jij bent|je bent|jullie zijn|u bent|ben jij|ben je",
        vocative=r"stomme|vuile|jij",
        threats=(
            r"\bik (?:ga|zal|maak|sla|steek|schiet) (?:je|jou|jullie) (?:\w+ )?(?:vermoorden|doden|dood|af|kapot|neer|slaan|verkrachten|vinden en vermoorden)\b",
            r"\b(?:pleeg zelfmoord|maak jezelf (?:af|van kant)|ga dood|ik hoop dat je (?:doodgaat|sterft)|je verdient het om te sterven|ik weet waar je woont)\b",
            r"\bniemand zou je missen\b",
        ),
        groups="joden moslims buitenlanders vluchtelingen migranten marokkanen turken zwarten homo's lesbiennes vrouwen zigeuners afrikanen chinezen gehandicapten",
        attacks=(
            r"\b(?:de |alle |die )?GROUP zijn (?:allemaal |gewoon |niets dan |net |te )*(?:\w+ )?(?:ongedierte|beesten|dieren|parasieten|ratten|uitschot|tuig|kakkerlakken|minderwaardig|vies|dom|criminelen|dieven)\b",
            r"\b(?:dood aan(?: alle| de)?|vermoord alle|vergas (?:alle|de)) GROUP\b|\bGROUP (?:moeten (?:dood|vergast|weg|het land uit)|eruit|zouden niet mogen (?:stemmen|bestaan))\b",
            r"\bga terug naar (?:je eigen land|afrika|waar je vandaan komt)\b",
        ),
        spoken_of=r"\b(?:woord|woorden|term|scheldwoord|belediging|noemde|noemen|noemt|genoemd|uitgemaakt|zei|zegt|zeggen|riep|schreeuwde|schreef|beweert|dat|leus)\b[^.!?]{0,30}$",
        condemned=r"^[^.!?]{0,40}\b(?:is|zijn|was|waren) (?:een )?(?:nooit|niet (?:oké|ok|grappig|acceptabel)|racistisch|kwetsend|beledigend|onacceptabel|scheldwoord|belediging|onwaar)|^[^.!?]{0,20}\b(?:genoemd|uitgescholden|noemen|te noemen)",
    ),
    "pl": Lexicon(
        profanity="kurwa kurwy kurwo kurwę chuj* huj huja chuju pierdol* spierdalaj* wypierdalaj* jeban* jebać jebac zajeb* skurwysyn* skurwiel* pizda pizdo dupek* dziwka* dziwko sukinsyn* gówno* gówniarz* zamknij_ryj",
        slurs="pedał pedale pedałem pedałów ciota* cioto czarnuch* żydek żydki ciapat* brudas* mongoł* szmaciarz* asfalt_z_afryki",
        insults="idiot* debil* kretyn* głup* durn* śmieć śmieciu śmiecie ścierwo* szmata szmato świnia świnio nieudacznik* frajer* obrzydliw* brzydk* żałosn* pasożyt* robak* imbecyl* bezwartościow*",
        address=r"jesteś|jesteście|pan jest",
        vocative=r"ty|wy",
        threats=(
            r"\b(?:zabiję|zajebię|zatłukę|zgwałcę|pobiję|zadźgam|znajdę i zabiję) (?:cię|ciebie|was)\b|\bzabij się\b|\bpowieś się\b|\bzdechnij\b",
            r"\b(?:mam nadzieję,? że (?:umrzesz|zdechniesz)|zasługujesz na śmierć|powinieneś (?:umrzeć|zdechnąć)|wiem,? gdzie mieszkasz)\b",
            r"\bnikt (?:by )?za tobą (?:nie|by nie) (?:zatęskni\w*|tęskni\w*)",
        ),
        groups="żydzi żydów muzułmanie muzułmanów arabowie arabów imigranci imigrantów uchodźcy uchodźców murzyni czarni geje gejów lesbijki kobiety cyganie cyganów ukraińcy ukraińców",
        attacks=(
            r"\b(?:wszyscy |ci )?GROUP to (?:tylko |sami |same |zwykłe |zwykli )*(?:\w+ )?(?:robactwo|zwierzęta|podludzie|pasożyty|szczury|śmiecie|karaluchy|brudasy|bydło|złodzieje|przestępcy|zaraza)\b|\bGROUP są (?:\w+ )?(?:gorsi|głupi|głupie|brudni|gorsze|za głupie)\b",
            r"\b(?:śmierć|zabić wszystkich|wybić|zagazować|do gazu) GROUP\b|\bGROUP (?:do gazu|powinni (?:zginąć|umrzeć|zostać zabici)|won|nie powinny głosować)\b",
            r"\b(?:wracaj|wracajcie|wypad) do (?:swojego|własnego|siebie) ?(?:kraju)?\b",
        ),
        spoken_of=r"\b(?:słowo|słowa|słów|termin|obelga|obelgi|nazwał|nazwała|nazwano|nazywanie|nazywać|powiedział|mówi|mówić|krzyczał|krzyczeli|napisał|twierdzi|że|hasło)\b[^.!?]{0,30}$",
        condemned=r"^[^.!?]{0,40}\b(?:to|jest|są|było) (?:nigdy|nie (?:jest|są|było)? ?(?:w porządku|śmieszne|żart)|rasistowsk\w+|obraźliw\w+|niedopuszczaln\w+|obelga|kłamstwo|obelgi)",
    ),
    "ru": Lexicon(
        profanity="хуй* хуя хуе* хуё* нахуй похуй пизд* ебать ебан* ёбан* еблан* заеб* наеб* уеб* уёб* съеб* выеб* блядь бляди блядск* бля мудак* мудил* говно* говнюк* дерьмо* сука суки сукин* сучка* шлюха* жопа залуп* гандон* мраз* заткнись_тварь иди_нахуй",
        slurs="пидор* пидар* педик* ниггер* черномазый* черномазые жид жиды жидов жидовск* хач хачи чурка чурки чурок узкоглаз* даун дауны хохол_поганый кацап*",
        insults="идиот* дурак* дура дебил* кретин* тупой тупая тупые тупица* придурок* урод* тварь* мусор отброс* ничтожеств* свинья* ублюдок* неудачник* паразит* жалкий жалкая уродина* скотина*",
        address=r"ты(?: просто| такой| такая| же)|вы все|какой же ты|какая же ты|ты",
        vocative=r"ты|вы",
        threats=(
            r"\bя (?:тебя|вас) (?:\w+ )?(?:убью|зарежу|застрелю|изнасилую|прибью|найду и убью|закопаю|сожгу)\b|\b(?:убью|зарежу|прибью) (?:тебя|вас)\b|\b(?:найду|приеду) и (?:убью|зарежу)\b",
            r"\b(?:убей себя|сдохни|умри|чтоб ты сдох\w*|надеюсь,? ты (?:сдохнешь|умрёшь|умрешь)|ты заслуживаешь смерти|я знаю,? где ты живёшь|я знаю,? где ты живешь)\b",
            r"\bпо тебе никто не (?:будет скучать|заплачет)\b",
        ),
        groups="евреи евреев мусульмане мусульман мигранты мигрантов беженцы беженцев негры негров геи геев лесбиянки женщины цыгане цыган кавказцы таджики китайцы иностранцы украинцы русские",
        attacks=(
            r"\b(?:все |эти )?GROUP\s*(?:—|-|–|это|просто|же)+\s*(?:\w+ )?(?:это )?(?:паразиты|животные|крысы|недочеловеки|нелюди|мусор|отбросы|тараканы|скот|воры|преступники|зараза|грязь|тупые|глупые)\b",
            r"\b(?:смерть|убить всех|уничтожить|резать|бей) GROUP\b|\bGROUP (?:должны (?:умереть|сдохнуть)|вон|не должны (?:голосовать|жить|существовать))\b|\b(?:убить|уничтожить) всех GROUP\b",
            r"\b(?:убирайся|вали|возвращайся|проваливай)(?:тесь|те)? (?:в|к) (?:свою (?:страну|родину)|себе)\b",
        ),
        spoken_of=r"\b(?:слово|слова|слов|термин|оскорбление|оскорбления|назвал|назвала|называть|называют|сказал|говорит|говорить|кричал|кричали|написал|утверждает|что|лозунг)\b[^.!?]{0,30}$",
        condemned=r"^[^.!?]{0,40}(?:—|–|-|это|является)\s*(?:это )?(?:никогда|не (?:нормально|смешно|шутка)|недопустим\w+|расизм|оскорбление|оскорбительн\w+|неприемлем\w+|ложь)",
    ),
    "tr": Lexicon(
        profanity="amk siktir* sikt* sikeyim* sikerim* orospu* piç piçler götveren* yarrak* amcık* kahpe* şerefsiz* boktan pezevenk* yavşak* sürtük* ananı_sikeyim kapa_çeneni",
        slurs="ibne* gavat* zenci_köpek top_ibne dönme_köpek ermeni_dölü yahudi_dölü kıro* nonoş* gerizekalı_mongol pis_suriyeli pis_kürt",
        insults="aptal* salak* gerizekalı* geri_zekalı* ahmak* beyinsiz* ezik* çöp pislik* iğrenç* çirkin* domuz* köpek* değersiz* zavallı* parazit* hayvan*",
        address=r"sen(?: bir| tam bir| çok)|siz hepiniz",
        vocative=r"sen|siz|seni|lan|ulan",
        threats=(
            r"\bseni? (?:\w+ )?(?:öldüreceğim|öldürürüm|geberteceğim|gebertirim|döveceğim|keseceğim|vuracağım|bulup öldüreceğim)\b",
            r"\b(?:kendini öldür|geber|öl artık|umarım (?:ölürsün|gebererirsin|geberirsin)|ölmeyi hak ediyorsun|nerede oturduğunu biliyorum)\b",
            r"\bkimse seni özlemez\b",
        ),
        groups="yahudiler müslümanlar hristiyanlar suriyeliler mülteciler göçmenler araplar zenciler siyahlar eşcinseller geyler kadınlar çingeneler kürtler ermeniler yabancılar",
        attacks=(
            r"\b(?:bütün |tüm |bu )?GROUP (?:\w+ ){0,2}(?:hayvandır|hayvan|haşere|parazit|parazittir|böcek|sıçan|pislik|aşağılık|insan değil|aptaldır|hırsız|suçlu|mikrop)\w*\b",
            r"\bGROUP (?:ölsün|ölmeli|defolsun|gebersin|öldürülmeli|oy vermemeli|sınır dışı edilmeli)\b|\bGROUP ölüm\b",
            r"\b(?:kendi )?ülkene (?:geri )?(?:dön|defol)\b",
        ),
        spoken_of=r"\b(?:kelimesi|sözü|hakaret|bana|ona|bize|diye|dedi|diyor|bağırdı|yazdı|iddia|slogan)\b[^.!?]{0,30}$",
        condemned=r"^[^.!?]{0,40}\b(?:demek|denmesi|dedi|diye|diyen|kelimesi|sözü)\b|^[^.!?]{0,60}\b(?:yanlış|kabul edilemez|ırkçı\w*|hakaret\w*|komik değil|yalan)",
    ),
    "ar": Lexicon(
        profanity="كس كسمك كس_أمك زب زبي شرموطة شرموط عرص قحبة منيك خرا خراء طيز ابن_الكلب ابن_الشرموطة يلعن_أبوك كل_خرا",
        slurs="خول خولات لوطي مخنث عبيد_سود زنجي_قذر يهودي_قذر نصراني_كلب رافضي_كلب مجوسي_كلب",
        insults="غبي غبية أغبياء حمار حمير كلب كلبة أحمق حمقاء تافه تافهة حقير حقيرة قذر قذرة فاشل فاشلة خنزير زبالة حثالة قبيح قبيحة حيوان",
        address=r"أنت|انت|أنتم|انتم|إنت|أنتِ",
        vocative=r"يا",
        threats=(
            r"(?<!\w)(?:سأقتلك|سوف أقتلك|راح أقتلك|هقتلك|سأذبحك|سأضربك|سأجدك وأقتلك|سأحرقك|سأغتصبك)(?!\w)",
            r"(?<!\w)(?:اقتل نفسك|انتحر|أتمنى أن تموت|أتمنى موتك|تستحق الموت|يجب أن تموت|مت يا|أعرف أين تسكن)(?!\w)",
            r"(?<!\w)لن يفتقدك أحد(?!\w)",
        ),
        groups="اليهود المسلمون المسلمين المسيحيون المسيحيين السود اللاجئون اللاجئين المهاجرون المهاجرين الأجانب المثليون المثليين النساء الغجر الشيعة السنة الأكراد",
        attacks=(
            r"(?<!\w)(?:كل )?GROUP (?:كلهم |مجرد |هم |هن |مثل |ليسوا سوى )*(?:حيوانات|حشرات|قذرون|قذارة|جرذان|فئران|صراصير|طفيليات|حثالة|مجرمون|لصوص|أغبياء|غبيات|خنازير|أدنى من البشر)(?!\w)",
            r"(?<!\w)(?:الموت ل|اقتلوا (?:كل )?|أبيدوا |اطردوا )GROUP|(?<!\w)(?:الموت لليهود|الموت للنساء|الموت للسود|الموت للاجئين)|(?<!\w)يجب (?:قتل|إبادة|حرق|طرد) (?:كل |جميع )?GROUP",
            r"(?<!\w)(?:ارجع|عد|عودوا|ارجعوا) إلى (?:بلدك|بلادك|بلدكم|بلادكم)(?!\w)",
        ),
        spoken_of=r"(?<!\w)(?:كلمة|كلمات|عبارة|لفظ|شتيمة|إهانة|وصفه|وصفني|وصفها|وصف|مناداة|نعت|نعتني|قال|يقول|القول|صرخ|كتب|يزعم|إن|أن|شعار)(?!\w)[^.!?؟]{0,30}$",
        condemned=r"^[^.!?؟]{0,40}(?:أمر غير مقبول|غير مقبول|مرفوض|عنصري|عنصرية|إهانة|مهين|جارح|ليس مضحك|كذب|خطأ)",
    ),
    "zh": Lexicon(
        profanity="操你 草你妈 操你妈 肏 傻逼 傻屄 煞笔 他妈的 婊子 贱人 狗娘养的 王八蛋 混蛋 滚你妈 去你妈 屌你 幹你娘 鸡巴 龟孙子 狗杂种",
        slurs="黑鬼 死基佬 死同性恋 支那猪 尼哥 死娘炮 棒子国的猪 ",
        insults="智障 弱智 脑残 狗屎 白痴 笨蛋 蠢货 蠢猪 废物 垃圾 猪 恶心 丑八怪 人渣 败类 寄生虫 傻瓜 蠢 没用的东西",
        address=r"你们?(?:这个|这种|就是个?|真是个?|是个?|都是|简直是)",
        vocative=r"你这",
        threats=(
            r"我(?:要|会|一定要|一定会)?(?:杀了|杀死|弄死|打死|砍死|强奸|捅死|烧死)你",
            r"你?(?:去死吧?|赶紧死|自杀吧|怎么不去死)|(?:希望|祝)你(?:快点|早点)?(?:死|去死)|你(?:该|应该|活该|该去)死|我知道你住(?:在)?哪",
            r"没有?人会(?:想念|在乎)你",
        ),
        groups="犹太人 穆斯林 回民 黑人 移民 难民 外国人 同性恋者? 女人 女性 吉普赛人 印度人 日本人 外地人 残疾人",
        attacks=(
            r"(?:这些|那些|所有)?GROUP(?:都是|就是|不过是|全是|都)(?:一群|些|一帮)?(?:\w{0,2})(?:害虫|畜生|动物|寄生虫|老鼠|蟑螂|垃圾|人渣|劣等|低等|肮脏|愚蠢|罪犯|小偷|猪)",
            r"(?:杀光|杀死所有|消灭|灭绝|赶走)(?:所有|全部|这些)?(?:的)?GROUP|GROUP(?:都)?(?:该死|应该(?:死|被杀|被消灭)|不配(?:活|投票)|滚出去)",
            r"滚回(?:你们?的?(?:国家|老家)|非洲|你老家)",
        ),
        spoken_of=r"(?:这个词|词语|词|侮辱|骂|称|叫|喊|说|写道|声称|所谓|称呼|口号)[^。！？]{0,12}$",
        condemned=r"^[^。！？]{0,20}(?:是(?:错误|不对|不可接受|种族歧视|侮辱|歧视|谎言)|不(?:好笑|可接受|能接受)|这(?:个|种)(?:词|话)|的(?:人|说法|称呼))",
        unspaced=True,
    ),
    "ja": Lexicon(
        profanity="くそったれ クソ野郎 くそやろう 糞野郎 クソが 畜生め ちくしょう くたばれ 氏ね ふざけんな ヤリマン 売女 クソ女 クソ男 キチガイ",
        slurs="チョン公 チャンコロ 黒んぼ クロンボ ニガー シナ人 支那人 ホモ野郎 オカマ野郎 池沼 ",
        insults="馬鹿 バカ 阿呆 アホ クズ ゴミ 屑 間抜け まぬけ 豚 ブス デブ 役立たず キモい 気持ち悪い 最低 無能 カス 寄生虫",
        address=r"(?:お前|おまえ|てめえ|てめぇ|あんた|貴様|きさま|あなた|君)ら?(?:は|って|なんか|みたいな|のような)(?:本当に|ほんとに|ただの|マジで|頭が)?",
        vocative=r"(?:この|お前ら?、?)",
        threats=(
            r"(?:お前|おまえ|てめえ|貴様|あんた)(?:を|は)?(?:絶対に?|必ず)?(?:殺す|ぶっ殺す|ぶっ殺して|殺して|刺す|殴る|殺しに行く)|ぶっ殺す(?:ぞ|から|よ)|殺す(?:ぞ|からな)",
            r"死ね(?!な|ば|る)|自殺しろ|死んでしまえ|死ねばいいのに|(?:お前|あんた|貴様)(?:は|なんか)?(?:死ぬべき|死んだほうがいい)|(?:お前|あんた)の(?:家|住所)は知って",
            r"(?:お前|あんた)がいなくても誰も(?:悲しま|困ら)ない",
        ),
        groups="ユダヤ人 イスラム教徒 黒人 移民 難民 外国人 同性愛者 ゲイ 女 女性 韓国人 朝鮮人 中国人 在日 障害者",
        attacks=(
            r"(?:すべての|全ての|あの)?GROUP(?:たち|ども|ら)?(?:は|って|なんて|なんか)(?:みんな|全員|ただの|所詮|社会の)?(?:\w{0,3})(?:害虫|動物|寄生虫|ネズミ|ゴキブリ|ゴミ|クズ|劣等|下等|汚い|馬鹿だ|犯罪者|泥棒|獣)",
            r"GROUP(?:たち|ども|ら)?(?:を|は)(?:皆殺し|全員殺せ|殺せ|追い出せ|出て行け|死ぬべき|生きる資格|投票する(?:べきで|資格が)ない|日本から出て)",
            r"(?:自分の)?国(?:へ|に)帰れ",
        ),
        spoken_of=r"(?:という言葉|言葉|用語|侮辱|蔑称|差別語|罵声)[^。！？]{0,12}$",
        condemned=r"^[^。！？]{0,6}(?:と(?:いう|呼ぶ|呼ばれ|言う|言われ|言った|叫)|とか|なんて言|などと|は(?:差別|侮辱|許され))",
        unspaced=True,
    ),
}
