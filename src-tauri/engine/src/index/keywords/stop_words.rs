//! The small words of each language: they stand in every passage and tell none from another.
//!
//! Folded, as [`super::fold`] folds. Kept to articles, pronouns, prepositions, conjunctions, auxiliaries and
//! question words. What a document can be about stays out, such as the English "may" (a month); where one spelling
//! has a small and a telling sense, as the French "été", the small one is the commoner by far.

/// Languages whose small words are known. Their order settles ties: the commoner language is the likelier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    /// English.
    English,
    /// German.
    German,
    /// French.
    French,
    /// Spanish.
    Spanish,
    /// Italian.
    Italian,
    /// Portuguese.
    Portuguese,
    /// Dutch.
    Dutch,
    /// Swedish.
    Swedish,
    /// Danish.
    Danish,
    /// Norwegian, Bokmål.
    Norwegian,
    /// Finnish.
    Finnish,
    /// Hungarian.
    Hungarian,
    /// Romanian.
    Romanian,
    /// Turkish.
    Turkish,
    /// Polish, which has no stemmer here.
    Polish,
    /// Czech, which has no stemmer here.
    Czech,
    /// Russian, and what else is written in Cyrillic letters.
    Russian,
    /// Greek.
    Greek,
    /// Arabic.
    Arabic,
}

/// How questions begin before they come to the point, in all languages. Words that are as often what is asked about
/// are not among them: "search", "list", "name".
pub(super) const OPENINGS: &str = "
    please kindly tell say explain describe discuss show find give know want summarize summarise hello
    bitte sag sage sagen erklar erklare erklaren beschreib beschreibe zeig zeige zeigen gib nenn nenne finde erzahl
    erzahle mochte wissen hallo
    dis dites moi explique expliquez decris decrivez montrez donne donnez trouve trouvez plait svp bonjour parlez
    dime digame explica explicame explicarme decirme describe muestrame hablame favor hola
    dimmi spiega spiegami spiegarmi dirmi descrivi mostrami dammi parlami favore ciao
    diga explique descreva mostre encontre
    zeg vertel beschrijf alsjeblieft
    пожалуиста скажи скажите расскажи расскажите объясни объясните опиши покажи покажите наиди наидите
";

/// Small words with which a polite question begins before such an opening: "can you tell me", "ich möchte wissen".
pub(super) const POLITE_BEGINNINGS: &str = "
    can could would will i kannst konnen konnten konntest ich peux pouvez pourriez je s puede puedes podria por quiero
    puoi puo potrebbe per vorrei pode poderia kan kun ik можешь можете я
";

/// Each language with its small words.
pub(super) const STOP_WORDS: &[(Language, &str)] = &[
    (
        Language::English,
        "a about above after again against ain all also although am among an and any are aren arent as at be became
        because been before being below between both but by can cannot cant could couldn couldnt did didn didnt do does
        doesn doesnt doing don done dont down during each either else ever every few for from further had hadn hadnt
        has hasn hasnt have haven havent having he hence her here hers herself him himself his how however i if in into
        is isn isnt it its itself just ll me more most much must mustn my myself neither no nor not now of off on once
        only onto or other our ours ourselves out over own per rather re same shall she should shouldn shouldnt since
        so some such than that the their theirs them themselves then there thereby therefore these they this those
        though through thus to too toward towards under unless until up upon us ve very via was wasn wasnt we were
        weren werent what whatever when where whereas whether which while who whom whose why will with within without
        won wont would wouldn wouldnt yet you your yours yourself yourselves",
    ),
    (
        Language::German,
        "ab aber alle allem allen aller alles als also am an ander andere anderem anderen anderer anderes auch auf aus
        bei beim bereits bin bis bist da dabei dadurch dafur dagegen daher damit danach dann daran darauf daraus darf
        darin daruber darum das dass davon dazu dein deine deinem deinen deiner dem den denen denn dennoch der deren
        des deshalb dessen dich die dies diese dieselbe dieselben diesem diesen dieser dieses dir doch dort du durch
        durfen ein eine einem einen einer eines einige einigen einiger einmal er es etwa etwas euch euer eure eurem
        euren eurer fur gegen gewesen hab habe haben hat hatte hatten hattest hier hinter ich ihm ihn ihnen ihr ihre
        ihrem ihren ihrer ihres im in indem ins ist ja jede jedem jeden jeder jedes jedoch jene jenem jenen jener jetzt
        kann kannst kein keine keinem keinen keiner konnen konnte konnten man manche manchem manchen mehr mein meine
        meinem meinen meiner mich mir mit muss mussen musste nach nachdem nicht nichts noch nun nur ob obwohl oder ohne
        sehr sein seine seinem seinen seiner seines seit selbst sich sie sind so sobald sogar solche solchem solchen
        solcher soll sollen sollte sollten somit sondern sonst soweit sowie sowohl um und uns unser unsere unserem
        unseren unter viel viele vielen vom von vor wahrend wann war ware waren warst warum was weder wegen weil
        welche welchem welchen welcher welches wem wen wenn wer werde werden wessen weshalb wie wieder wieso wieviel
        will wir wird wo wobei wodurch wofur woher wohin wollen womit worauf woraus worden woran worin woruber wovon
        wozu wurde wurden zu zudem zum zur zwar zwischen uber",
    ),
    (
        Language::French,
        "a afin ai aie ainsi alors apres as au aucun aucune aujourdhui aupres auquel aussi autre autres aux auxquelles
        auxquels avaient avais avait avant avec avez avions avoir avons ayant beaucoup bien c car ce ceci cela celle
        celles celui cependant ces cet cette ceux chaque chez ci combien comme comment contre d dans de depuis des
        desquelles desquels donc dont du duquel durant elle elles en encore entre es est et etaient etais etait etant
        ete etes etre eu eux fait faire fut furent ici il ils j je jusqu l la laquelle le lequel les lesquelles
        lesquels leur leurs lors lorsque lui m ma mais malgre me meme memes mes mon n ne ni nos notre nous on ont ou
        par parce pas pendant peu peut peuvent plus plusieurs pour pourquoi pourtant pres puis puisque qu quand que
        quel quelle quelles quelque quelques quels qui quoi s sa sans se selon sera serait seront ses si sinon soi
        soient soit sommes son sont sous suis sur t ta tandis te tel telle telles tels tes toi ton tous tout toute
        toutes tres tu un une vers voici voila vos votre vous y",
    ),
    (
        Language::Spanish,
        "a acerca ademas al algo algun alguna algunas alguno algunos ambos ante antes aquel aquella aquellas aquello
        aquellos aqui asi aun aunque bajo bien cada como con contra cual cuales cualquier cuando cuanta cuantas cuanto
        cuantos cuya cuyas cuyo cuyos de debe deben del desde donde dos durante e el ella ellas ello ellos en entonces
        entre era eran eres es esa esas ese eso esos esta estaba estaban estan estar estas este esto estos estoy fue
        fueron fui ha habia habian han hasta hay haya he hemos la las le les lo los mas me mediante mi mientras mis
        misma mismas mismo mismos mucha muchas mucho muchos muy nada ni ningun ninguna no nos nosotros nuestra nuestras
        nuestro nuestros o os otra otras otro otros para pero poco por porque pues puede pueden que quien quienes se
        segun ser si sido siempre sin sino sobre son soy su sus tal tales tambien tampoco tan tanto te tiene tienen
        toda todas todo todos tras tu tus un una unas uno unos usted ustedes y ya yo",
    ),
    (
        Language::Italian,
        "a abbiamo ad agli ai al alcun alcune alcuni alla alle allo altra altre altri altro anche ancora avere aveva
        avevano avuto c che chi ci cio coi col come con contro cosa cosi cui d da dagli dai dal dalla dalle dallo
        degli dei del della delle dello dentro di dopo dove due durante e ed egli era erano essa esse essere essi esso
        fa fino fra fu furono gia gli ha hanno ho i il in infatti invece io l la le lei li lo loro lui ma mai me mentre
        mi mia mie miei mio molta molte molti molto ne negli nei nel nella nelle nello no noi non nostra nostre nostri
        nostro o ogni oltre per perche pero piu poi possono prima proprio puo qual quale quali quando quanta quante
        quanti quanto quasi quella quelle quelli quello questa queste questi questo qui quindi sara se sei senza si sia
        siamo siano sono sopra sotto sta stata state stati stato su sua sue sugli sui sul sulla sulle sullo suo suoi
        tale tali tra tu tua tuo tutta tutte tutti tutto un una uno vi viene voi vostro",
    ),
    (
        Language::Portuguese,
        "a ainda alem alguem algum alguma algumas alguns ante antes ao aos apos aquela aquelas aquele aqueles aquilo as
        assim ate cada com como contra cuja cujo da das de dela dele deles depois desde dessa desse desta deste do dos
        durante e ela elas ele eles em embora entao entre era eram essa essas esse esses esta estao estar estas estava
        estavam este estes esteve eu foi foram ha isso isto ja la lhe lhes mais mas me mediante mesma mesmo meu meus
        minha minhas muita muitas muito muitos na nas nao nem nenhum nessa nesse nesta neste no nos nossa nosso num
        numa o onde os ou outra outras outro outros para pela pelas pelo pelos perante pode podem pois por porque
        porquanto qual quais quando quanta quantas quanto quantos que quem se seja sem sempre sendo ser sera seu seus
        si sido sob sobre sua suas tal tambem tao te tem tendo ter teu tinha tinham toda todas todo todos tu tua tudo
        um uma umas uns voce voces",
    ),
    (
        Language::Dutch,
        "aan al alle alles als altijd andere ben bij daar dan dat de der deze die dit doch doen door dus een eens elk
        elke en er ge geen had hadden heb hebben heeft hem het hier hij hoe hoeveel hun iemand iets ik in is ja je jij
        jullie kan kon kunnen maar me meer men met mij mijn moet moeten na naar niet niets nog nu of om omdat ons onze
        ook op over reeds te tegen tijdens toch toen tot tussen u uit uw van vanaf veel voor waar waarom wanneer want
        waren was wat we wel welk welke werd werden wie wij wil word worden wordt zal ze zich zij zijn zo zoals zonder
        zou zouden",
    ),
    (
        Language::Swedish,
        "alla allt an andra annan annat att av bara blev bli blir da dar de dem den denna deras dess dessa det detta
        dig din dina ditt dock du efter ej eller en er ett fick fran for genom ha hade han hans har hela henne hennes
        hon honom hos hur i icke igen inom inte ja jag kan kunde man med mellan men mer mig min mina mitt mot mycket
        nagon nagot nagra nar ni nu och ocksa om oss pa sa sadan samt sedan sig sin sina sitt ska skall skulle som till
        under upp ut utan vad var vara varfor varit varje vart vem vi vid vilka vilken vilket ar at aven over",
    ),
    (
        Language::Danish,
        "ad af alle alt anden andet andre at blev blive bliver da de dem den denne der deres det dette dig din dine dog
        du efter eller en end er et fik for fordi fra gennem ham han hans har havde have hende hendes her hos hun hvad
        hvem hver hvilke hvilken hvilket hvis hvor hvordan hvorfor hvornar i ikke ind jeg jer jeres jo kan kunne man
        mange med meget mellem men mere mig min mine mit mod naar nar ned noget nogle nogen nu og ogsa om op os over pa
        paa sadan samt selv sig sin sine sit skal skulle som sa thi til ud uden under var vi vil ville vor vaere
        vaeret",
    ),
    (
        Language::Norwegian,
        "alle andre annen annet at av bare ble blei bli blir da de deg dem den denne der dere deres det dette din dine
        ditt du eller en enn er et ett etter for fordi fra fram gjennom ha hadde han hans har hennes her hos hun hva
        hvem hver hvilke hvilken hvis hvor hvordan hvorfor i ikke inn ja jeg kan kunne man mange med meg meget mellom
        men mer min mine mitt mot mye na nar ned noe noen og ogsa om opp oss over pa sa samt seg selv sin sine sitt
        skal skulle slik som til ut uten var vart ved vi vil ville vaere vaert",
    ),
    (
        Language::Finnish,
        "ei eika eivat ella eli en enemman ennen enta enta et ette han hanella hanen hanet he heidan heidat heilla
        heita ilman itse ja jo johon joiden joille joissa joita joka jokin jolla jolloin jonka jos joskus jossa josta
        jota jotka jotta kaikki kanssa kautta keita keiden kenen kenet koska koskee kuin kuinka kuka kun kuten kylla me
        meidan meidat meilla meita mika miksi mikali milla milloin mina minka minua minulla minun missa mista mita miten
        mitka mm moni mukaan mutta myos ne niiden niille niin niissa niista niita noin nuo nyt olemme olen olet olette
        oli olimme olisi olisivat olivat olla olleet ollut on ovat paljon pitaa se seka sen siella siihen siina
        siita silla sina sinulla sinun siten sitten sita taas tai taman tama tahan tassa tasta tata te tuo tuon
        vaan vai vaikka vain viela voi voidaan voivat yli",
    ),
    (
        Language::Hungarian,
        "a abban ahhoz ahogy ahol aki akik akkor alatt altal amely amelyek amelyet ami amikor amit annak arra arrol az
        azert azok azon azonban azota azt azzal be belul benne csak de e eddig egy egyes egyik el eleg ellen elso elott
        emilyen ennek erre es ez ezek ezen ezert ezt ezzel ha hanem hany hogy hogyan hol honnan hova igen igy ill
        illetve ilyen is ismet itt jo kell kellett ki kik kivul koz kozott kozul le legyen lehet lenne lesz lett maga
        magat majd meg mely melyek mely melyik mennyi mert mi miatt miert mig mikor milyen mind minden mindig mint mit
        mivel most nagyon ne nehany nekem neki nelkul nem o ok oket olyan onnan ott ossze pedig s sajat se sem semmi sok
        szamara szerint szinte tehat tobb tovabb tovabba ugy ugyanis utan utana va vagy vagyis valaki valami van vannak
        vele vissza viszont volna volt voltak",
    ),
    (
        Language::Romanian,
        "a acea aceasta aceea acei aceia acel acela acele acelea acest acesta aceste acestea acestei acestia acestui
        acolo acum adica ai aici al ale alt alta alte altul am ar are as asa asupra atat atatea atunci au avea avut
        ca cand care carei caror carui cat cate cati catre ce cea cei cel cele celor cine cu cum cumva da daca dar dat
        de deci decat deja desi despre din dintre doar dupa ea ei el ele era erau este eu face fara fi fie fiecare
        fiind fost i iar ii il imi in inainte insa intr intre isi iti l la le li lor lui mai mea mei mele meu mi mie mod
        mult multe multi ne nici nimic niste noastre noi nostri nostru nu numai o oricare pe pentru peste pot prea prin
        putea s sa sai sale sau se si sub sunt suntem te toata toate tot toti totul un una unde unei unele uneori unor
        unui unul va voi vom vor vostru",
    ),
    (
        Language::Turkish,
        "acaba ama ancak artik aslinda ayni ayrica az bana bazi belki ben beni benim bir biri birkac bircok biz bizi
        bizim bu buna bunda bundan bunlar bunlari bunlarin bunu bunun burada cok cunku da daha de defa degil dolayi
        dolayisiyla en gibi gore hangi hani hem henuz hep hepsi her herhangi hic icin ile ise iste kac kadar karsin
        kendi kendine kendini ki kim kimi kimse madem mi mu nasil ne neden nedenle nerede nereye nicin niye o olan
        olarak oldu oldugu olduklarini olsa olur olursa ona ondan onlar onlari onlarin onu onun oysa pek ragmen sadece
        sana sanki sen seni senin siz sizi sizin sonra sunu tum tarafindan uzere var ve veya ya yani yine yok
        zaten",
    ),
    (
        Language::Polish,
        "a aby ach albo ale ani az bardzo bez bo byc byl byla byli bylo byly bedzie beda chociaz co czemu czy czyli dla
        dlaczego do gdy gdyby gdyz gdzie go i ich ile im iz ja jak jaka jakby jaki jakie jako je jeden jednak jego jej
        jemu jesli jest jestem jezeli juz kazdy kiedy kim kto ktora ktore ktorego ktorej ktory ktorych ktorym ktorzy
        lecz lub ma maja mi mimo mna mnie moga moj moja moje moze mu my na nad nam nas nasz nasza nasze natomiast nawet
        nia nic nich nie niej nim niz no o obok od on ona one oni ono oraz po pod podczas poniewaz przed przede przez
        przy roznych sa sie skad sobie swoj swoja swoje ta tak taka taki takie takze tam te tego tej temu ten teraz tez
        to toba tobie tu twoj ty tych tylko tym u w wam was wedlug wiec wszystkie wszystko wtedy wy z za zas ze zeby",
    ),
    (
        Language::Czech,
        "a aby ale ani ano asi az bez bude budou by byl byla byli bylo byly byt ci co coz cz dale dnes do ho i ja jak
        jake jako jaky je jeho jej jeji jejich jen jenz jeste ji jich jim jine jiz jsem jsme jsou jste k kam kazdy kde
        kdo kdy kdyz ke ktera ktere ktereho kteri ktery kterych ma maji me mezi mi mit mne mnou muj muze my na nad nam
        nas nasi ne nebo nebot neni nez nic nich nim o od on ona oni ono pak po pod podle pokud pouze prave pred pres
        pri pro proc proto protoze s se si sve svuj ta tak take takze tam te tedy ten tento teto ti tim to tohle toho
        tom tomu tu tuto ty tyto u uz v vam vas ve vice vsak vsechny vy z za zda ze",
    ),
    (
        Language::Russian,
        "а без более больше будет будут бы был была были было быть в вам вас ваш весь во вот все всего всеи всех всю
        вы где да даже два для до другои его ее еи ему если есть еще же за здесь и из или им ими их к каждыи как какая
        какие какои какую ко когда кого кому которая которого которои которые которыи которых кто куда ли либо лишь
        между меня мне много может можно мои моя мы на над надо нам нас наш не него нее неи нет нечто ни них но ну о об
        однако он она они оно от очень перед по под после потом потому почему при про с сам свое своего своеи свои
        свою себе себя сеичас со так также такие такои там те тем то тобои тогда того тоже только том тот ту ты у уже
        хотя чего чеи чем через что чтобы чье эта эти этих это этого этои этом этот эту я сколько зачем кем
        і та що це як але або чи від він вона вони які якии яка яке про дле для також",
    ),
    (
        Language::Greek,
        "ο η το οι τα του τησ των τον την τουσ τισ και κι κατα μετα παρα απο για με σε στο στη στην στον στουσ στισ στα
        εισ εκ εξ ειναι ηταν εχει εχουν ειχε να θα δεν μη μην αν που πωσ οτι οπωσ οταν ποιοσ ποια ποιο ποτε ποσο τι
        ενα ενασ μια αυτο αυτη αυτοσ αυτα αυτοι αυτων πιο προσ ωσ αλλα η μου σου μασ σασ τουσ οπου ομωσ επισησ γιατι",
    ),
    (
        Language::Arabic,
        "في من على الى إلى عن مع هذا هذه ذلك تلك التي الذي الذين هو هي هم كان كانت ان أن إن او أو ثم لا ما لم لن قد كل
        بعد قبل عند بين حتى كما لكن هل متى اين أين كيف لماذا كم و",
    ),
];
