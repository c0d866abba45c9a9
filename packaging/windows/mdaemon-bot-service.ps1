<#
.SYNOPSIS
Installs, updates or removes mdaemon-bot as a Windows service. Run it as administrator; docs/install.md goes through it.

.DESCRIPTION
Node cannot be a service by itself, so WinSW (https://github.com/winsw/winsw, MIT) runs it: it starts the bot with Windows,
starts it again when it fails, ends it with Ctrl+C so that it can finish, and writes its log. The service has an account of its
own without rights (NT SERVICE\mdaemon-bot), which reads the program and writes its data folder only.

.EXAMPLE
.\mdaemon-bot-service.ps1 install -Package .\mdaemon-bot-0.1.0.tgz -WinSW .\WinSW-x64.exe

.EXAMPLE
.\mdaemon-bot-service.ps1 update -Package .\mdaemon-bot-0.2.0.tgz
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true, Position = 0)]
    [ValidateSet('install', 'update', 'remove')]
    [string] $Action,

    # The packed program, as `npm pack mdaemon-bot` fetches it.
    [string] $Package,

    # WinSW-x64.exe, version 2.12 or newer.
    [string] $WinSW,

    [string] $ProgramFolder = (Join-Path $env:ProgramFiles 'mdaemon-bot'),
    [string] $DataFolder = (Join-Path $env:ProgramData 'mdaemon-bot')
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$service = 'mdaemon-bot'
$account = "NT SERVICE\$service"
$wrapper = Join-Path $ProgramFolder "$service.exe"
$program = Join-Path $ProgramFolder 'package'
$settings = Join-Path $DataFolder 'settings.env'
$logs = Join-Path $DataFolder 'logs'

function Assert-Administrator {
    $me = [Security.Principal.WindowsPrincipal] [Security.Principal.WindowsIdentity]::GetCurrent()
    if (-not $me.IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)) {
        throw 'Run this in a PowerShell that was started as administrator.'
    }
}

function Get-NodePath {
    $node = Get-Command node.exe -ErrorAction SilentlyContinue
    if ($null -eq $node) { throw 'Node is not installed. Install Node 24 from https://nodejs.org for all users.' }
    $version = [version] (& $node.Source --version).TrimStart('v')
    if ($version -lt [version] '22.18') { throw "mdaemon-bot needs Node 22.18 or newer; this is $version." }
    return $node.Source
}

function Invoke-Tool([string] $tool, [string[]] $arguments) {
    & $tool @arguments | Out-Host
    if ($LASTEXITCODE -ne 0) { throw "$tool $($arguments -join ' ') ended with $LASTEXITCODE." }
}

# Unpacks beside the running program, and changes over once that has succeeded.
function Expand-Program {
    if (-not $Package -or -not (Test-Path -LiteralPath $Package)) { throw 'Name the packed program: -Package FILE.tgz' }
    $fresh = Join-Path $ProgramFolder 'new'
    if (Test-Path -LiteralPath $fresh) { Remove-Item -LiteralPath $fresh -Recurse -Force }
    New-Item -ItemType Directory -Path $fresh | Out-Null
    Invoke-Tool 'tar.exe' @('-xzf', $Package, '-C', $fresh)
    $run = Join-Path $fresh 'package\bin\mdaemon-bot.mjs'
    Invoke-Tool (Get-NodePath) @($run, '--version')
    return (Join-Path $fresh 'package')
}

function Switch-Program([string] $fresh) {
    $before = Join-Path $ProgramFolder 'before'
    if (Test-Path -LiteralPath $before) { Remove-Item -LiteralPath $before -Recurse -Force }
    if (Test-Path -LiteralPath $program) { Move-Item -LiteralPath $program -Destination $before }
    Move-Item -LiteralPath $fresh -Destination $program
}

# Tokens are only for administrators and the service.
function Protect-Data {
    Invoke-Tool 'icacls.exe' @($DataFolder, '/inheritance:r', '/grant:r', '*S-1-5-32-544:(OI)(CI)F', '*S-1-5-18:(OI)(CI)F', "${account}:(OI)(CI)M")
    Invoke-Tool 'icacls.exe' @($settings, '/inheritance:r', '/grant:r', '*S-1-5-32-544:F', '*S-1-5-18:F', "${account}:R")
}

function Write-ServiceFile([string] $node) {
    $escape = { param($text) [Security.SecurityElement]::Escape($text) }
    $xml = @"
<service>
  <id>$service</id>
  <name>$service</name>
  <description>Answers and reminders for MDaemon administrators.</description>
  <executable>$(& $escape $node)</executable>
  <arguments>"$(& $escape (Join-Path $program 'bin\mdaemon-bot.mjs'))" --env-file "$(& $escape $settings)"</arguments>
  <env name="NODE_ENV" value="production" />
  <env name="DATA_DIR" value="$(& $escape $DataFolder)" />
  <workingdirectory>$(& $escape $DataFolder)</workingdirectory>
  <startmode>Automatic</startmode>
  <delayedAutoStart />
  <stoptimeout>20 sec</stoptimeout>
  <onfailure action="restart" delay="10 sec" />
  <onfailure action="restart" delay="60 sec" />
  <resetfailure>1 hour</resetfailure>
  <logpath>$(& $escape $logs)</logpath>
  <log mode="roll-by-size">
    <sizeThreshold>10240</sizeThreshold>
    <keepFiles>8</keepFiles>
  </log>
</service>
"@
    Set-Content -LiteralPath (Join-Path $ProgramFolder "$service.xml") -Value $xml -Encoding UTF8
}

function Install-Bot {
    if (-not $WinSW -or -not (Test-Path -LiteralPath $WinSW)) { throw 'Name WinSW: -WinSW FILE.exe' }
    if (Get-Service -Name $service -ErrorAction SilentlyContinue) { throw "The service $service already exists: use update." }
    $node = Get-NodePath
    New-Item -ItemType Directory -Force -Path $ProgramFolder, $DataFolder, $logs | Out-Null
    Switch-Program (Expand-Program)
    Copy-Item -LiteralPath $WinSW -Destination $wrapper
    if (-not (Test-Path -LiteralPath $settings)) {
        Copy-Item -LiteralPath (Join-Path $program '.env.example') -Destination $settings
    }
    Write-ServiceFile $node
    Invoke-Tool $wrapper @('install')
    Invoke-Tool 'sc.exe' @('config', $service, 'obj=', $account)
    Protect-Data
    Write-Host "Fill in $settings, then: Start-Service $service"
    Write-Host "Its log is in $logs."
}

function Update-Bot {
    $fresh = Expand-Program
    Write-ServiceFile (Get-NodePath)
    Stop-Service -Name $service
    Switch-Program $fresh
    Start-Service -Name $service
    Write-Host "Updated. The previous version is in $(Join-Path $ProgramFolder 'before')."
}

function Remove-Bot {
    if ((Get-Service -Name $service).Status -ne 'Stopped') { Stop-Service -Name $service }
    Invoke-Tool $wrapper @('uninstall')
    Remove-Item -LiteralPath $ProgramFolder -Recurse -Force
    Write-Host "Removed. Reminders, settings and logs are still in $DataFolder."
}

Assert-Administrator
switch ($Action) {
    'install' { Install-Bot }
    'update' { Update-Bot }
    'remove' { Remove-Bot }
}
