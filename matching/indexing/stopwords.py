"""Words that carry no subject, by language: articles, pronouns, particles, forms of "to be".

Short on purpose: what is frequent in a library weighs little anyway, whatever its language.
"""
# ruff: noqa: RUF001 - these are words of many alphabets

_WORDS = {
    "bg": "и в на за с от по до се са е да не че как това които който която към при или",
    "cs": "a i v ve na s se z ze za o u k ke do od po pro je jsou být byl bude že jak který která "
    "které jako nebo ale tak to ten ta při jeho jejich",
    "da": "og i at er en et den det de der som på til for med af om fra har kan skal vil ikke "
    "eller men ved også blive bliver var være",
    "de": "der die das den dem des ein eine einer eines einem einen und oder aber in im an am auf "
    "aus bei beim mit nach von vom zu zum zur für über unter durch um als wie ist sind war wird "
    "werden wurde kann können soll sollen hat haben nicht auch sich es er sie wir ihr dass so "
    "sowie diese dieser dieses bzw",
    "el": "και το τα τη την της του των τον η ο οι στο στη στην στα στις σε με για από που ως να "
    "είναι δεν θα ή αυτό αυτή κατά",
    "en": "a an the and or but of in on at to for from by with without into onto over as is are "
    "was were be been being it its this that these those which who whom whose what when where how "
    "why we our you your they them their he she his her i my not no so than then there here can "
    "could will would shall should may might must do does did has have had also such more most "
    "other some any all each very s t",
    "es": "el la los las un una unos unas y e o u pero de del en a al con sin por para como que se "
    "su sus es son era fue ser está están ha han no lo le les más este esta estos estas "
    "muy también",
    "et": "ja on ei et see mis kui või ka oma ning selle seda nende kes aga siis mille",
    "fi": "ja on ei se että joka jotka sekä tai kun myös ovat ole oli hän sen niiden kuin mutta "
    "jossa jonka tämä nämä voi",
    "fr": "le la les un une des de du et ou mais à au aux en dans sur sous par pour avec sans ce "
    "cet cette ces qui que quoi dont où se sa son ses leur leurs notre nos votre vos est sont "
    "était être été a ont avoir il elle ils elles on nous vous je ne pas plus y comme si afin "
    "ainsi aussi très peut peuvent",
    "ga": "an na agus ar le do i is go a as ag ní bhí tá sé sí mar nó leis chun",
    "hr": "i u na za s sa od do je su se da ne koji koja koje kao ili ali te o po iz što to biti",
    "hu": "a az és vagy de egy hogy nem is van volt lesz ez azt ezt mint meg el ki be aki ami "
    "amely azok ezek",
    "it": "il lo la i gli le un uno una e o ma di del della dei delle dello degli in nel nella nei "
    "nelle a al alla ai alle da dal dalla con su sul sulla per tra fra che chi cui come è sono era "
    "essere ha hanno non si suo sua suoi loro più anche questo questa questi queste",
    "lt": "ir į iš su yra kad kaip tai bei ar o už nuo apie per pagal buvo būti jis ji jie kuris",
    "lv": "un ir ar no uz par ka kas kā arī vai bet pie pēc lai tas tā būt kuri savu",
    "mt": "u il l ta tal ma li hu hi f fil fl bi għal minn mill jew kif dan din huma",
    "nl": "de het een en of maar van in op aan te ten ter voor met zonder door over uit naar bij "
    "om als dan dat die dit deze is zijn was waren wordt worden werd kan kunnen zal niet ook er ze "
    "zij wij we hun haar wat wie hoe heeft hebben",
    "pl": "i w we na z ze za do od po o u dla jest są być był będzie się nie że to jak który która "
    "które oraz lub ale przez przy tym tego ich jego",
    "pt": "o a os as um uma uns umas e ou mas de do da dos das em no na nos nas ao à aos às por "
    "pelo pela para com sem que se seu sua seus suas é são era foi ser está não como mais também "
    "este esta isto",
    "ro": "și în la de din pe cu pentru prin că care este sunt a al ale o un unei unui se nu sau "
    "dar mai fi fost ce cum lor",
    "sk": "a v vo na s so sa z zo za o u k do od po pre je sú byť bol bude že ako ktorý ktorá "
    "ktoré alebo ale pri jeho ich to",
    "sl": "in v na za s z se je so da ne ki kot ali pa o po od do pri iz ter biti bo tudi",
    "sv": "och i att är en ett den det de som på till för med av om från har kan ska skall vill "
    "inte eller men vid också bli blir var vara",
}

STOP_WORDS = {language: frozenset(words.split()) for language, words in _WORDS.items()}
