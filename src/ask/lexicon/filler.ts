/** The languages questions are understood in. */
export type Language = 'english' | 'german' | 'spanish';

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).filter((word) => word !== ''));

/**
 * Words that hold a sentence together and mean nothing by themselves. They also tell the language of a question, so each
 * stands in the list of every language that has it.
 */
export const grammar: Readonly<Record<Language, ReadonlySet<string>>> = {
  english: words(`a an the and or if then than so but because as of at by for from in into on onto off out over under up
    down to toward with within without about across after before during against among around per via i me my mine myself
    you your yours u ur we us our ours they them their theirs he him his she her it its this that these those there here
    am is are was were be been being isnt arent wasnt aint do does did doing done dont doesnt didnt has have had having
    havent hasnt can could cant couldnt may might shall should shouldnt would wouldnt will ill id im ive youre theyre
    theres thats lets let not no yes nor either neither both all any each every some many much more most few less least
    very too also just even only ever never again what which who whom whose where when why how whether while until since
    such same own get gets got go going gone make makes made one ones ok okay`),
  german:
    words(`der die das den dem des ein eine einen einem einer eines und oder aber wenn dann als so weil da dass daß
    denn doch von vom zu zum zur bei beim mit nach aus in im ins an am ans auf aufs für fuer fur über ueber uber unter vor
    hinter neben zwischen durch gegen ohne um bis seit während wegen ich mich mir mein meine meinen meinem meiner du dich
    dir dein deine er ihn ihm sie es uns unser unsere unseren unserem wir ihr euch euer ihre ihren ihrem sich man ist sind
    bin war waren wird werden wurde wurden worden sei hat haben hatte hatten habe kann können koennen konnte darf dürfen
    duerfen mag will wollen möchte moechte würde wuerde wäre waere hätte haette nicht kein keine keinen keinem nein ja
    auch noch schon nur sehr mal denn eigentlich bitte hier dort diese dieser dieses diesen diesem jede jeder jedes alle
    allen alles etwas nichts mehr viel viele was wer wie wo wann warum welche welcher welches welchen wenn ob dafür davon
    damit dazu dabei daran darauf dran drauf drin irgendwie gibt geht gehen machen macht mach gemacht tun tut denn nun also
    überhaupt wieder immer nie`),
  spanish: words(`el la los las un una unos unas lo al del de en y o u e pero si no sí ni que qué como cómo cuando donde
    por para con sin sobre entre hasta desde hacia según mi mis tu tus su sus me te se nos le les yo tú él ella usted
    nosotros ellos ellas ustedes esto este esta estos estas ese esa eso esos esas aquel aquella es son soy eres somos era
    eran fue fueron ser sido está están estoy estar estaba ha han he haber había hay tengo tiene tienen tener puedo puede
    pueden podría poder debería quiero quiere querría también ya muy más menos mucho muchos todo toda todas cada alguno
    algún alguna otro nada algo aquí ahí allí hacer hace hago va voy ir sólo solo nunca siempre porque cual cuál cuales
    cuáles a ante bajo`),
};

/** Words that people put around what they ask. */
export const padding: ReadonlySet<string> = words(`
 bot n left remaining article articles status gebe geben gib nehmen nehme take pongo poner pone uso usamos next last first bekannt bekannte conocido address timed says said  coming upcoming ahead soon later early late usually often sometimes always talk talks talking speak speaks look lies lie
  looks looked feel feels bring brings brought confused confusing weird strange funny stupid silly simple easy easier hard
  difficult possible possibly apparently obviously clearly almost nearly roughly recently
  lately weekend monday tuesday wednesday thursday friday saturday sunday january february march april june july august
  september october november december contractor intern supervisor director owner employee guy girl lady wife husband
  friend sales marketing accounting finance legal consultant auditor theirs folder
  anyway however though although besides moreover therefore hence thus meanwhile afterwards beforehand finally
  eventually initially hopefully unfortunately luckily honestly frankly literally totally completely absolutely pretty
  fairly rather slightly somewhat kinda sorta gotta gonna lemme ya yall
  piece pieces item items entry entries row rows line lines page pages section sections topic topics subject
  situation scenario circumstances purposes goal aim ideas thoughts opinion advice hint hints tip tips
  tricks trick suggestion suggestions recommend recommendation assume assuming suppose supposing imagine consider considering
  noticed realise realize recognise recognize expect expected hope hoping wish assist assistance
  run runs running ran van vamos conocidas conocidos bekannte bekannten known peter paul mary john max anna sir madam evening kindly advance tell told third advance minute minutes second byte via hi hello hey hiya howdy greetings please pls plz plse thx thanks thank cheers sorry bother help  asap quick quickly
  question questions ask asking asks asked answer tell tells show give gimme given know knows knowing dunno wonder wondering
  want wants wanted wanna like need2 looking look find remind explain explains say says said mean means meaning meant
  understand boss manager colleague admin administrator administrators sysadmin guys guy folks team sir mate dude bro man
  everybody somebody anyone anybody someone something anything everything nothing thing things stuff kind sort type types
  bit lot way ways case cases example time times day days week weeks month months year years today tomorrow tonight
  morning now right wrong really actually basically simply probably maybe perhaps exactly correct correctly true false
  sure certain certainly definitely still yet already else instead rather well good great nice fine   new big
  small  short first second   previous another other others different specific particular general main
  possible impossible able work works working worked try tries tried trying set sets setting setup put puts start starts
  started starting begin happen happens happened happening come comes came take takes took keep turn       think thinks thought guess believe seem seems heard hear read reading wrote written write remember forget forgot
  forgotten  word words list full whole entire point place places side part parts end reason idea info information
  details detail docs doc   page site website link somewhere company firm office branch customer
  customers work job network site cable desk environment setup production prod live hosting hosted behind front above below
  inside between through allow allows needs must should might be whatever whichever however especially quite enough
   three four five six seven eight nine ten hundred couple several pair once default ours exact actual proper real
  serve serves serving responsible purpose deal concerning regarding concerning related associated according
  important care matter matters worry worried safe idk btw fyi imho lol omg wtf hm hmm um uh er oh ah eh ok okay yeah yep
  nope dear regards ciao bye night evening afternoon hallo moin servus tach guten grüß gott tag danke dankeschön vielen
  dank gruß grüße lieber liebe hola buenos buenas días tardes noches gracias favor saludos oye disculpa perdón perdona
  sagen sag sage weiß weiss wissen weißt kennst kenne hilfe helfen frage fragen antwort gerne gern eben halt wohl
  vielleicht genau richtig falsch stimmt chef kollege kollegen firma büro leute zeit tage woche monat jahr jahre neu neue
  neuen groß klein gut gute schlecht bestimmt bestimmte bestimmten zuständig gehört gehören möglich liegt
  liegen steht stehen stellen stelle setzen bekommen bekomme brauch einfach kurz schnell  momentan ganze ganzen
  sonst ausserdem außerdem jemand jemanden man nochmal einmal zwei drei vier fünf eigene eigenen eigener eingestellt
  eingerichtet einrichten unseren meinem richtige richtigen besten welchem saber sé sabe sabes decir dime dice digas
  pregunta preguntas respuesta ayuda ayudar ayúdame quisiera gustaría necesitaria mostrar muestra muéstrame explica
  explicar empresa oficina jefe compañero tiempo año años mes semana nuevo nueva bueno mal bien correcto
  correcta verdad cierto posible importante  rápido cosa cosas forma manera parte lugar pasa pasó ocurre ocurrió
  ocurrido pasado dos tres cuatro tipo tipos caso casos exactamente realmente sirve corresponde corresponden
`);

/** Words after a number that counts something. */
export const counted: ReadonlySet<string> = new Set(
  `bit bits minutes minute min hours hour days day users user years year am pm oclock uhr servers nodes people mails times
  percent gb mb kb minuten stunden tage jahre benutzer minutos horas dias anos usuarios nodos`.split(/\s+/),
);
