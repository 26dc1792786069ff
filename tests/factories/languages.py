"""A need and a listing in each of the 24 official languages of the Union, written for the tests.

Each need is for school roofs that are too hot or for dark bus stops, so that in every language
there is one listing that answers it and one that does not.
"""
# ruff: noqa: RUF001 - these are words of many alphabets

from dataclasses import dataclass


@dataclass(frozen=True)
class Speech:
    """What a city asks for and what answers it, in one language."""

    code: str
    need: str
    listing: str
    other: str
    """A listing of something else."""


SPEECHES = (
    Speech(
        "bg",
        "Автобусните спирки са тъмни вечер и хората се страхуват да чакат там.",
        "Соларни лампи за автобусни спирки, които светват, когато някой чака.",
        "Приложение, с което гражданите съобщават за счупени пейки в парка.",
    ),
    Speech(
        "cs",
        "Autobusové zastávky jsou večer tmavé a lidé se tam bojí čekat.",
        "Solární lampy pro autobusové zastávky, které se rozsvítí, když někdo čeká.",
        "Aplikace, ve které občané hlásí rozbité lavičky v parku.",
    ),
    Speech(
        "da",
        "Busstoppestederne er mørke om aftenen, og folk er bange for at vente der.",
        "Solcellelamper til busstoppesteder, som tænder, når nogen venter.",
        "En app, hvor borgerne melder ødelagte bænke i parken.",
    ),
    Speech(
        "de",
        "Die Bushaltestellen sind abends dunkel, und die Leute haben Angst, dort zu warten.",
        "Solarlampen für Bushaltestellen, die angehen, wenn jemand wartet.",
        "Eine App, mit der die Bürger kaputte Bänke im Park melden.",
    ),
    Speech(
        "el",
        "Οι στάσεις των λεωφορείων είναι σκοτεινές το βράδυ και ο κόσμος φοβάται να περιμένει.",
        "Ηλιακά φώτα για στάσεις λεωφορείων που ανάβουν όταν κάποιος περιμένει.",
        "Εφαρμογή με την οποία οι πολίτες αναφέρουν σπασμένα παγκάκια στο πάρκο.",
    ),
    Speech(
        "en",
        "The bus stops are dark in the evening and people are afraid to wait there.",
        "Solar lamps for bus stops that light up when somebody waits.",
        "An app with which citizens report broken benches in the park.",
    ),
    Speech(
        "es",
        "Las paradas de autobús están oscuras por la noche y la gente tiene miedo de esperar.",
        "Lámparas solares para paradas de autobús que se encienden cuando alguien espera.",
        "Una aplicación con la que los vecinos avisan de bancos rotos en el parque.",
    ),
    Speech(
        "et",
        "Bussipeatused on õhtuti pimedad ja inimesed kardavad seal oodata.",
        "Pimedad bussipeatused saavad päikeselambid, mis süttivad, kui keegi ootab.",
        "Rakendus, millega elanikud teatavad pargi katkistest pinkidest.",
    ),
    Speech(
        "fi",
        "Bussipysäkit ovat iltaisin pimeitä, ja ihmiset pelkäävät odottaa siellä.",
        "Aurinkolamput bussipysäkeille, jotka syttyvät, kun joku odottaa.",
        "Sovellus, jolla asukkaat ilmoittavat puiston rikkinäisistä penkeistä.",
    ),
    Speech(
        "fr",
        "Les arrêts de bus sont sombres le soir et les gens ont peur d’y attendre.",
        "Des lampes solaires pour les arrêts de bus, qui s’allument quand quelqu’un attend.",
        "Une application avec laquelle les habitants signalent les bancs cassés du parc.",
    ),
    Speech(
        "ga",
        "Bíonn na stadanna bus dorcha sa tráthnóna agus bíonn eagla ar dhaoine fanacht ann.",
        "Lampaí gréine do stadanna bus a lasann nuair a bhíonn duine ag fanacht.",
        "Aip lena dtuairiscíonn saoránaigh binsí briste sa pháirc.",
    ),
    Speech(
        "hr",
        "Autobusne stanice navečer su mračne i ljudi se boje ondje čekati.",
        "Solarne svjetiljke za autobusne stanice koje se upale kada netko čeka.",
        "Aplikacija kojom građani prijavljuju slomljene klupe u parku.",
    ),
    Speech(
        "hu",
        "A buszmegállók esténként sötétek, és az emberek félnek ott várakozni.",
        "Napelemes lámpák buszmegállókba, amelyek kigyulladnak, ha valaki várakozik.",
        "Alkalmazás, amellyel a lakosok bejelentik a park törött padjait.",
    ),
    Speech(
        "it",
        "Le fermate degli autobus sono buie la sera e la gente ha paura di aspettare.",
        "Lampade solari per le fermate degli autobus che si accendono quando qualcuno aspetta.",
        "Un’applicazione con cui i cittadini segnalano le panchine rotte del parco.",
    ),
    Speech(
        "lt",
        "Autobusų stotelės vakarais tamsios, ir žmonės bijo ten laukti.",
        "Saulės lempos autobusų stotelėms, kurios užsidega, kai kas nors laukia.",
        "Programėlė, kuria gyventojai praneša apie sulūžusius parko suolelius.",
    ),
    Speech(
        "lv",
        "Autobusu pieturas vakaros ir tumšas, un cilvēki baidās tur gaidīt.",
        "Saules lampas autobusu pieturām, kas iedegas, kad kāds gaida.",
        "Lietotne, ar kuru iedzīvotāji ziņo par salauztiem parka soliņiem.",
    ),
    Speech(
        "mt",
        "L-istejġis tal-karozza tal-linja huma mudlama filgħaxija u n-nies jibżgħu jistennew hemm.",
        "Lampi solari għall-istejġis tal-karozza tal-linja li jixegħlu meta xi ħadd jistenna.",
        "Applikazzjoni li biha ċ-ċittadini jirrapportaw bankijiet imkissrin fil-park.",
    ),
    Speech(
        "nl",
        "De bushaltes zijn ’s avonds donker en mensen zijn bang om daar te wachten.",
        "Zonnelampen voor bushaltes die aangaan als er iemand wacht.",
        "Een app waarmee inwoners kapotte banken in het park melden.",
    ),
    Speech(
        "pl",
        "Przystanki autobusowe są wieczorem ciemne i ludzie boją się tam czekać.",
        "Lampy słoneczne na przystanki autobusowe, które zapalają się, gdy ktoś czeka.",
        "Aplikacja, w której mieszkańcy zgłaszają zepsute ławki w parku.",
    ),
    Speech(
        "pt",
        "As paragens de autocarro estão escuras à noite e as pessoas têm medo de esperar ali.",
        "Candeeiros solares para paragens de autocarro que se acendem quando alguém espera.",
        "Uma aplicação com que os cidadãos comunicam bancos partidos no parque.",
    ),
    Speech(
        "ro",
        "Stațiile de autobuz sunt întunecate seara și oamenilor le este frică să aștepte acolo.",
        "Lămpi solare pentru stațiile de autobuz care se aprind când cineva așteaptă.",
        "O aplicație prin care cetățenii anunță băncile rupte din parc.",
    ),
    Speech(
        "sk",
        "Autobusové zastávky sú večer tmavé a ľudia sa tam boja čakať.",
        "Solárne lampy pre autobusové zastávky, ktoré sa rozsvietia, keď niekto čaká.",
        "Aplikácia, v ktorej občania hlásia rozbité lavičky v parku.",
    ),
    Speech(
        "sl",
        "Avtobusne postaje so zvečer temne in ljudi je strah tam čakati.",
        "Sončne svetilke za avtobusne postaje, ki se prižgejo, ko kdo čaka.",
        "Aplikacija, s katero občani sporočajo polomljene klopi v parku.",
    ),
    Speech(
        "sv",
        "Busshållplatserna är mörka på kvällen och folk är rädda för att vänta där.",
        "Solcellslampor för busshållplatser som tänds när någon väntar.",
        "En app där invånarna anmäler trasiga bänkar i parken.",
    ),
)
